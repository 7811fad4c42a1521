import type { Language } from "./types";

type Note = Readonly<Record<Language, string>>;

/** What an answer's text says wrongly or misleadingly, by number. The text stays as it was given; these stand beside. */
export const NOTES: ReadonlyMap<number, readonly Note[]> = new Map([
  [
    8,
    [
      {
        en: "Where the text says “high bias” the second time, high variance is meant: it is variance that makes a model sensitive to noise.",
        ru: "Там, где в тексте во второй раз стоит «высокое смещение», имеется в виду высокая дисперсия: именно она делает модель чувствительной к шуму.",
      },
    ],
  ],
  [
    22,
    [
      {
        en: "Sparse categorical cross-entropy is the same loss as the categorical one; what is sparse is the way the labels are written: as class indices instead of one-hot vectors.",
        ru: "Разреженная категориальная кросс-энтропия — та же функция потерь, что и категориальная; «разрежена» лишь запись меток: номера классов вместо one-hot-векторов.",
      },
    ],
  ],
  [
    24,
    [
      {
        en: "In libraries “SGD” mostly means the mini-batch form: torch.optim.SGD and keras.optimizers.SGD take whatever batch they are given.",
        ru: "В библиотеках под «SGD» обычно понимают мини-пакетный вариант: torch.optim.SGD и keras.optimizers.SGD принимают пакет любого размера.",
      },
    ],
  ],
  [
    29,
    [
      {
        en: "A squared penalty on the weights does not make a model robust to outliers in the data; for that the loss is changed (Huber, mean absolute error).",
        ru: "Квадратичный штраф на веса не делает модель устойчивой к выбросам в данных; для этого меняют функцию потерь (Хьюбера, средняя абсолютная ошибка).",
      },
    ],
  ],
  [
    34,
    [
      {
        en: "In the Russian original the second formula is headed by a word for “review” («Отзыв») where recall («Полнота») is meant, and precision is called «точность», as accuracy is in question 33.",
        ru: "Во второй формуле «Отзыв» — это полнота (recall). «Точность» здесь — precision; в вопросе 33 тем же словом названа accuracy (доля верных ответов).",
      },
    ],
  ],
  [
    43,
    [
      {
        en: "Question 24 uses “SGD” for updates on single examples, this answer for mini-batches. Both usages are common.",
        ru: "В вопросе 24 «SGD» означает обновление по одному примеру, здесь — по мини-пакету. Встречаются оба значения.",
      },
    ],
  ],
  [
    44,
    [
      {
        en: "All else being equal, more data make overfitting less likely, not more. What is meant are the large models that are trained on such data.",
        ru: "При прочих равных больший набор данных снижает риск переобучения, а не повышает его. Речь о больших моделях, которые на таких данных обучают.",
      },
    ],
  ],
  [
    50,
    [
      {
        en: "The examples are from 2018 to 2020. Since then large language models, diffusion models and state-space models have come to the fore.",
        ru: "Примеры относятся к 2018–2020 годам. С тех пор на первый план вышли большие языковые модели, диффузионные модели и модели пространства состояний.",
      },
    ],
  ],
]);
