import { readdirSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Request } from "../../../src/document/protocol/messages";
import { CLASS_GRADIENTS, PROBED_GRADIENTS } from "../gradients";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** Answers with these gradients, too. */
const answerWith =
  (gradients: unknown) =>
  (request: Request): unknown =>
    request.name === "gradients" ? gradients : answer(request);

/** Every English text of the page, whatever fills its holes; words in small letters may come from the document. */
const ENGLISH = readdirSync("webview/russian")
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => Object.keys(JSON.parse(readFileSync(`webview/russian/${name}`, "utf8")) as object))
  .filter((text) => /^\p{Lu}/u.test(text))
  .map((text) => text.replace(/[\\^$.*+?()[\]|]/g, "\\$&").replace(/\{\d+\}/g, ".+"))
  .map((pattern) => new RegExp(`^${pattern}$`));

/** Each view, and what has to be done to see all of it; named as its tab is. */
const VIEWS: Readonly<Record<string, readonly ((page: Page) => Promise<void>)[]>> = {
  Граф: [
    async (page) => page.locator("g.box").first().waitFor(),
    async (page) => page.locator('g.box[data-id="conv1"]').click(),
  ],
  Слои: [async (page) => page.locator(".layers-grid .lines > .layer").first().waitFor()],
  Веса: [
    async (page) => page.locator(".weights .data-line").nth(1).waitFor(),
    async (page) => page.getByRole("button", { name: "По глубине" }).click(),
    async (page) => {
      await page.getByRole("button", { name: "Тензоры" }).click();
      await page.locator(".weights .data-line").nth(1).dblclick();
      await page.getByRole("button", { name: "Показать элементы" }).click();
      await page.locator(".numbers-table").waitFor();
    },
  ],
  Активации: [
    async (page) => page.locator(".run-input").waitFor(),
    async (page) => {
      await page.locator(".activations").getByRole("button", { name: "Запустить", exact: true }).click();
      await page.locator(".activations .data-lines > .data-line").first().waitFor();
    },
    async (page) => page.locator(".activations .run-pages").getByText("По глубине").click(),
    async (page) => page.locator(".activations .run-pages").getByText("Выходы").click(),
    async (page) => page.locator(".activations .run-pages").getByText("Сравнить запуски").click(),
    async (page) => {
      await page.locator(".activations .run-pages").getByText("Значения").click();
      await page.locator(".activations .data-lines > .data-line").first().dblclick();
      await page.locator(".value-page h2").waitFor();
    },
  ],
  Градиенты: [
    async (page) => page.getByText("Градиенты ещё не вычислялись").waitFor(),
    async (page) => {
      await page.locator(".gradients").getByRole("button", { name: "Запустить", exact: true }).click();
      await page.locator(".gradients .data-line").nth(1).waitFor();
      await page.locator(".flow-chart svg").press("ArrowRight");
    },
    async (page) => {
      await page.locator(".flow-page .run-pages").getByText("Столбцы").click();
      await page.locator(".gradient-bars svg").press("ArrowRight");
    },
    async (page) => {
      await page.locator(".gradients > .run-pages").getByText("Изображение").click();
      await page.locator(".heat-frame").nth(2).press("ArrowDown");
    },
    async (page) => {
      await page.locator(".gradients > .run-pages").getByText("Поток").click();
      await page.locator(".gradients .data-lines > .data-line").first().dblclick();
      await page.locator(".parameter-page .distribution-chart rect").first().waitFor();
    },
  ],
  Замечания: [async (page) => page.locator(".finding").first().waitFor()],
  Понятия: [
    async (page) => page.locator(".concept-text").waitFor(),
    async (page) => {
      await page.locator(".concept-entry").nth(8).click();
      await page.locator(".drawing").waitFor();
    },
  ],
};

describe.skipIf(NO_BROWSER !== undefined)("the page in Russian", { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each([1280, 700])("has no English texts and cuts none, %i pixels wide", async (width) => {
    const answers = answerWith(CLASS_GRADIENTS);
    const { page } = await openWindow(browser, answers, { language: "ru", width, height: 900 });
    const wrong: string[] = [];
    for (const [view, steps] of Object.entries(VIEWS)) {
      await page.getByRole("tab", { name: view }).click();
      for (const [at, step] of steps.entries()) {
        await step(page);
        await page.waitForTimeout(300);
        const place = `${view} ${String(at + 1)}`;
        for (const text of await shown(page))
          if (ENGLISH.some((english) => english.test(text))) wrong.push(`${place}: ${text}`);
        for (const text of await cut(page)) wrong.push(`${place} cuts ${text}`);
      }
    }
    expect(wrong).toEqual([]);
    await page.close();
  });

  test("counts with the three forms that Russian has", async () => {
    const { page } = await openWindow(browser, answer, { language: "ru" });
    await page.locator("header.facts").getByText("122 узла").waitFor();
    await page.locator("g.box.group").getByText("12 узлов").waitFor();
    await page.getByRole("tab", { name: "Замечания" }).click();
    await page.getByText("1 замечание. Проверено: граф.").waitFor();
    await page.close();
  });

  test("says in Russian what gradients mean", async () => {
    const { page } = await openWindow(browser, answerWith(PROBED_GRADIENTS), { language: "ru" });
    await page.getByRole("tab", { name: "Градиенты" }).click();
    await page.locator(".gradients").getByRole("button", { name: "Запустить", exact: true }).click();
    await page.locator(".gradients-verdict", { hasText: "исчезающие:" }).waitFor();
    const said = await page.locator(".gradients-said").innerText();
    for (const text of [
      "Из 3 параметров у 2 есть градиент и у 1 градиент перекрыт. Известно 99.8 % обучаемого. Операторы без правила: Det.",
      "Порядков на слой ствола: активации -0.100 ± 0.050, градиенты активаций 1.50 ± 0.20,",
      "Со свежими весами: здоровые, градиент 0.100 ± 0.050 порядка на слой против 1.50 ± 0.20 с весами из файла.",
      "ничто не обучается (1 из 2): layer1.1.add (от layer1.1.relu: 0.0002 градиента).",
      "потери: проба · 8 проходов · 2.3 s · на придуманном входе",
    ])
      expect(said).toContain(text);
    await page.locator(".gradients > .run-pages").getByText("Изображение").click();
    await page.getByText("производные выходов, взвешенных случайными знаками, по первой пробе").waitFor();
    await page.getByText("у этих потерь класса нет").waitFor();
    await page.close();
  });
});

/** Texts, labels, tooltips and placeholders of what is in sight; what the document says of a thing is its own. */
function shown(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!element.checkVisibility() || element.closest(".pair, script") !== null) continue;
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) texts.push((node.textContent ?? "").trim());
      for (const name of ["aria-label", "title", "placeholder"])
        texts.push(...(element.getAttribute(name)?.split("\n") ?? []));
    }
    return texts;
  });
}

/** Buttons, tabs and column heads whose text does not fit. */
function cut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const candidates = document.querySelectorAll<HTMLElement>(
      "button, vscode-button, vscode-panel-tab, [role=tab], .sort span:first-child",
    );
    return [...candidates]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const inner = element.shadowRoot?.querySelector<HTMLElement>(".control, .tab") ?? element;
        return [element, inner].some((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth);
      })
      .map(({ className, textContent }) => `${className}: ${textContent ?? ""}`);
  });
}
