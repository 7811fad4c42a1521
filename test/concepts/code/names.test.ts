import { describe, expect, test } from "vitest";
import { conceptAt, readCode } from "../../../src/concepts/code/concept-at";
import type { CodeLanguage } from "../../../src/concepts/code/tokens";

interface Library {
  readonly name: string;
  readonly language: CodeLanguage;
  readonly imports: string;
  /** Names by the concept that explains them. */
  readonly names: Readonly<Record<number, string>>;
  /** Names of the library that no concept is about. */
  readonly silent?: string;
}

const LIBRARIES: readonly Library[] = [
  {
    name: "PyTorch",
    language: "python",
    imports: "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n",
    names: {
      2: "nn.Sequential nn.Module",
      3: "nn.Linear nn.Embedding",
      4: "nn.ReLU nn.GELU nn.Sigmoid F.relu F.gelu torch.sigmoid",
      5: "torch.no_grad torch.autograd.grad",
      9: "nn.Conv1d nn.Conv2d F.conv2d",
      10: "nn.AdaptiveAvgPool2d nn.Flatten",
      11: "nn.MaxPool2d nn.AvgPool2d F.max_pool2d",
      12: "nn.Dropout F.dropout",
      13: "nn.BatchNorm1d nn.BatchNorm2d nn.LayerNorm nn.GroupNorm F.batch_norm",
      15: "nn.RNN",
      18: "nn.LSTM nn.GRU",
      19: "nn.MultiheadAttention F.scaled_dot_product_attention",
      20: "nn.ConvTranspose2d",
      22: "nn.CrossEntropyLoss nn.BCEWithLogitsLoss nn.MSELoss nn.L1Loss nn.NLLLoss F.cross_entropy F.mse_loss",
      23: "nn.Softmax nn.LogSoftmax F.softmax",
      24: "torch.optim.SGD",
      27: "torch.optim.lr_scheduler.StepLR torch.optim.lr_scheduler.ReduceLROnPlateau",
      30: "nn.init.xavier_uniform_ nn.init.kaiming_normal_ nn.init.zeros_",
      37: "torch.utils.data.WeightedRandomSampler",
      38: "torch.utils.data.random_split",
      41: "nn.Dropout2d",
      42: "nn.utils.clip_grad_norm_ nn.utils.clip_grad_value_",
      43: "torch.optim.Adam torch.optim.AdamW torch.optim.RMSprop",
      44: "torch.utils.data.DataLoader torch.nn.parallel.DistributedDataParallel",
      45: "torch.quantization.quantize_dynamic torch.nn.utils.prune.l1_unstructured torch.cuda.amp.autocast",
      49: "nn.Tanh nn.LeakyReLU torch.tanh",
      50: "nn.TransformerEncoderLayer",
    },
    silent: "torch.manual_seed",
  },
  {
    name: "torchvision",
    language: "python",
    imports: "from torchvision import models, transforms\n",
    names: {
      10: "models.resnet18 models.vgg16",
      31: "transforms.RandomCrop transforms.RandomHorizontalFlip transforms.ColorJitter",
    },
    silent: "transforms.Normalize",
  },
  {
    name: "Keras and TensorFlow",
    language: "python",
    imports: "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n",
    names: {
      2: "keras.Sequential",
      3: "layers.Dense layers.Embedding",
      4: "layers.ReLU keras.activations.relu tf.nn.relu",
      5: "tf.GradientTape",
      9: "layers.Conv2D tf.nn.conv2d",
      10: "layers.GlobalAveragePooling2D layers.Flatten keras.applications.ResNet50",
      11: "layers.MaxPooling2D",
      12: "layers.Dropout tf.nn.dropout",
      13: "layers.BatchNormalization layers.LayerNormalization",
      15: "layers.SimpleRNN layers.Bidirectional",
      17: "layers.Masking",
      18: "layers.LSTM layers.GRU",
      19: "layers.Attention layers.MultiHeadAttention",
      20: "layers.Conv2DTranspose layers.UpSampling2D",
      22: "keras.losses.SparseCategoricalCrossentropy keras.losses.MeanSquaredError",
      23: "layers.Softmax tf.nn.softmax",
      24: "keras.optimizers.SGD",
      27: "keras.callbacks.ReduceLROnPlateau",
      29: "keras.regularizers.l2 keras.regularizers.l1",
      30: "keras.initializers.HeNormal keras.initializers.GlorotUniform",
      31: "layers.RandomFlip layers.RandomRotation layers.Rescaling",
      34: "keras.metrics.Precision keras.metrics.Recall",
      36: "keras.metrics.AUC",
      38: "layers.GaussianNoise",
      39: "keras.callbacks.EarlyStopping",
      41: "layers.SpatialDropout2D",
      42: "tf.clip_by_norm tf.clip_by_global_norm",
      43: "keras.optimizers.Adam keras.optimizers.RMSprop",
      44: "tf.data.Dataset",
      45: "layers.DepthwiseConv2D layers.SeparableConv2D",
      49: "layers.LeakyReLU",
    },
    silent: "keras.callbacks.ModelCheckpoint",
  },
  {
    name: "JAX, Flax and Optax",
    language: "python",
    imports: "import jax\nimport optax\nimport flax.linen as nn\n",
    names: {
      3: "nn.Dense",
      4: "jax.nn.relu nn.relu",
      5: "jax.grad jax.value_and_grad",
      9: "nn.Conv",
      11: "nn.max_pool",
      12: "nn.Dropout",
      13: "nn.BatchNorm nn.LayerNorm",
      18: "nn.LSTMCell",
      22: "optax.softmax_cross_entropy",
      23: "jax.nn.softmax",
      24: "optax.sgd",
      27: "optax.cosine_decay_schedule",
      42: "optax.clip_by_global_norm",
      43: "optax.adam",
    },
  },
  {
    name: "scikit-learn",
    language: "python",
    imports:
      "from sklearn import metrics, model_selection, ensemble, impute, decomposition\nfrom sklearn import linear_model, neural_network\n",
    names: {
      2: "neural_network.MLPClassifier",
      7: "model_selection.train_test_split",
      8: "model_selection.learning_curve",
      29: "linear_model.Lasso linear_model.Ridge",
      33: "metrics.f1_score metrics.accuracy_score metrics.classification_report",
      34: "metrics.precision_score metrics.recall_score",
      35: "model_selection.KFold model_selection.StratifiedKFold model_selection.cross_val_score",
      36: "metrics.roc_curve metrics.roc_auc_score",
      40: "metrics.confusion_matrix",
      46: "model_selection.GridSearchCV model_selection.RandomizedSearchCV",
      47: "impute.SimpleImputer impute.KNNImputer",
      48: "ensemble.RandomForestClassifier ensemble.GradientBoostingClassifier ensemble.VotingClassifier ensemble.BaggingClassifier",
    },
    silent: "decomposition.PCA",
  },
  {
    name: "Hugging Face",
    language: "python",
    imports: "import transformers\n",
    names: {
      25: "transformers.TrainingArguments",
      27: "transformers.get_linear_schedule_with_warmup",
      32: "transformers.Trainer",
      39: "transformers.EarlyStoppingCallback",
      50: "transformers.AutoModelForSequenceClassification",
    },
  },
  {
    name: "TensorFlow.js",
    language: "javascript",
    imports: 'import * as tf from "@tensorflow/tfjs";\n',
    names: {
      2: "tf.sequential",
      3: "tf.layers.dense tf.layers.embedding",
      4: "tf.relu tf.sigmoid",
      5: "tf.variableGrads",
      9: "tf.layers.conv2d",
      10: "tf.layers.flatten",
      11: "tf.layers.maxPooling2d",
      12: "tf.layers.dropout",
      13: "tf.layers.batchNormalization",
      15: "tf.layers.simpleRNN",
      18: "tf.layers.lstm tf.layers.gru",
      22: "tf.losses.softmaxCrossEntropy tf.losses.meanSquaredError",
      23: "tf.softmax",
      24: "tf.train.sgd",
      28: "tf.train.momentum",
      29: "tf.regularizers.l2",
      30: "tf.initializers.heNormal",
      39: "tf.callbacks.earlyStopping",
      43: "tf.train.adam",
    },
  },
];

/** The concept of the last word of `name` where it is called behind some imports. */
function conceptOf(language: CodeLanguage, imports: string, name: string): number | undefined {
  const code = `${imports}x = ${name}(1)`;
  return conceptAt(readCode(code, language), imports.length + 4 + name.length - 1)?.number;
}

describe.each(LIBRARIES)("$name", ({ language, imports, names, silent = "" }) => {
  const rows = Object.entries(names).flatMap(([number, list]) =>
    list.split(" ").map((name) => [name, Number(number)] as const),
  );

  test.each(rows)("%s is explained by concept %i, and by none where nothing is imported", (name, number) => {
    expect(conceptOf(language, imports, name)).toBe(number);
    expect(conceptOf(language, "", name)).toBeUndefined();
  });

  test.each(rows)("%s of something else of that name is silent (concept %i)", (name) => {
    const root = name.split(".")[0] ?? "";
    const own = language === "python" ? `${imports}${root} = cook()\n` : `let ${root} = cook();\n`;
    expect(conceptOf(language, own, name)).toBeUndefined();
  });

  test.each(silent.split(" ").filter((name) => name !== ""))("%s is about none of the fifty", (name) => {
    expect(conceptOf(language, imports, name)).toBeUndefined();
  });
});
