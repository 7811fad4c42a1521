import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { conceptAt, readCode } from "../../../src/concepts/code/concept-at";
import type { CodeLanguage } from "../../../src/concepts/code/tokens";

const FOLDER = "test/fixtures/code";
const languageOf = (file: string): CodeLanguage => (file.endsWith(".py") ? "python" : "javascript");

/** By file, pieces of it with `¦` in the word that is asked for, and the concept that explains it there. */
const ROWS: Readonly<Record<string, readonly (readonly [piece: string, concept: number | undefined])[]>> = {
  "train_torch.py": [
    ["class Block(nn.Mod¦ule)", 2],
    ["self.conv1 = nn.Conv¦2d", 9],
    ["nn.Batch¦Norm2d(cout)", 13],
    ["y = self.dr¦op(", 12],
    ["F.rel¦u(self", 4],
    ["T.Random¦Crop(32", 31],
    ["loader = Data¦Loader(", 44],
    ["batch_¦size=128", 24],
    ["nn.Adaptive¦AvgPool2d", 10],
    ["nn.CrossEntropy¦Loss()", 22],
    ["torch.optim.S¦GD", 24],
    ["l¦r=0.1", 27],
    ["moment¦um=0.9", 28],
    ["weight_¦decay=5e-4", 29],
    ["= CosineAnneal¦ingLR(", 27],
    ["loss.back¦ward()", 5],
    ["clip_grad_¦norm_(", 42],
    ["model.ev¦al()", 41],
    ["nn.Drop¦out is off below", undefined],
    ["args = parser.pa¦rse_args", undefined],
    ["type=i¦nt", undefined],
  ],
  "keras_functional.py": [
    ["layers.Random¦Rotation", 31],
    ["layers.Conv¦2D(", 9],
    ["kernel_init¦ializer=", 30],
    ["kernel_regular¦izer=", 29],
    ["regularizers.l¦2(", 29],
    ["layers.Max¦Pooling2D", 11],
    ["layers.Dr¦opout(0.5)", 12],
    ['activ¦ation="softmax"', 4],
    ["optimizers.Ad¦am(", 43],
    ["learning_¦rate=1e-3", 27],
    ["clip¦norm=1.0", 42],
    ['lo¦ss="sparse', 22],
    ["batch_s¦ize=64", 24],
    ["validation_¦split", 7],
    ["class_we¦ight=", 37],
    ["callbacks.Early¦Stopping", 39],
    ['np.lo¦ad("x.npy")', undefined],
    ["for width i¦n", undefined],
  ],
  "jax_flax.py": [
    ["x = nn.Den¦se(self.hidden)", 3],
    ["nn.Layer¦Norm()", 13],
    ["nn.ge¦lu(x)", 4],
    ["nn.Drop¦out(0.1", 12],
    ["optax.clip_by_global_n¦orm", 42],
    ["optax.adam¦w(3e-4)", 43],
    ["optax.softmax_cross_entropy_with_integer_la¦bels", 22],
    ["jax.value_and_gr¦ad(", 5],
    ["hidd¦en: int", undefined],
  ],
  "evaluate_sklearn.py": [
    ["SM¦OTE().fit", 37],
    ["SimpleIm¦puter().fit_transform", 47],
    ["vote = Voting¦Classifier", 48],
    ["search = GridSearch¦CV", 46],
    ["cv=Stratified¦KFold", 35],
    ["= train_test_s¦plit(", 7],
    ["_ = roc_c¦urve", 36],
    ["precision_s¦core(y_test", 34],
    ["recall_sc¦ore(y_test", 34],
    ["fpr, tp¦r", undefined],
  ],
  "finetune_hf.py": [
    ["AutoTokenizer.from_pre¦trained", 14],
    ["learning_¦rate=2e-5", 27],
    ["weight_¦decay=0.01", 29],
    ["max_grad_¦norm", 42],
    ["[EarlyStopping¦Callback(2)]", 39],
    ['output_d¦ir="out"', undefined],
  ],
  "classifier.ts": [
    ["tf.layers.conv¦2d(", 9],
    ["tf.layers.max¦Pooling2d", 11],
    ["tf.layers.drop¦out", 12],
    ["uni¦ts: classes", 3],
    ["tf.train.ad¦am", 43],
    ["lo¦ss: ", 22],
    ["batch¦Size: 32", 24],
    ["validation¦Split", 7],
    ["export function bu¦ild", undefined],
  ],
  "detect.js": [
    ["Inference¦Session.create", 40],
    ["boxes.da¦ta", undefined],
  ],
};

describe.each(Object.entries(ROWS))("in %s", (file, rows) => {
  const text = readFileSync(`${FOLDER}/${file}`, "utf8");
  const code = readCode(text, languageOf(file));

  test.each(rows)("%s is concept %s", (piece, concept) => {
    const plain = piece.replace("¦", "");
    const at = text.indexOf(plain);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(conceptAt(code, at + piece.indexOf("¦"))?.number).toBe(concept);
  });
});

const SILENT = readdirSync(FOLDER).filter((file) => !(file in ROWS));

test.each(SILENT)("%s is silent at every letter", (file) => {
  const text = readFileSync(`${FOLDER}/${file}`, "utf8");
  const code = readCode(text, languageOf(file));
  const heard = Array.from(text, (_, at) => conceptAt(code, at)?.number).filter((one) => one !== undefined);
  expect(heard).toEqual([]);
});
