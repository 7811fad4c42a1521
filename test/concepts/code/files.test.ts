import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { conceptAt } from "../../../src/concepts/code/concept-at";
import { readCell } from "../../../src/concepts/code/notebook";
import type { CodeLanguage } from "../../../src/concepts/code/tokens";

const FOLDER = "test/fixtures/code";
const languageOf = (file: string): CodeLanguage => (/\.(py|ipynb)$/.test(file) ? "python" : "javascript");

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

/** The texts that an editor opens for a file: of a notebook one for each cell of code. */
function textsOf(file: string): readonly string[] {
  const text = readFileSync(`${FOLDER}/${file}`, "utf8");
  if (!file.endsWith(".ipynb")) return [text];
  const { cells } = JSON.parse(text) as Notebook;
  return cells.flatMap(({ cell_type: kind, source }) => (kind === "code" ? [source.join("")] : []));
}

/** What explains a letter of one of a file's texts. */
function conceptIn(file: string, texts: readonly string[], text: number, offset: number): number | undefined {
  const { code, shift } = readCell(texts, text, languageOf(file));
  return conceptAt(code, shift + offset)?.number;
}

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
  "reviews.ipynb": [
    ["import tensor¦flow as tf", 1],
    ["!pip install -q tensor¦flow", undefined],
    ["import num¦py", undefined],
    ["import roc_auc_¦score", 36],
    ["keras.utils.pad_¦sequences(x_train", 17],
    ["keras.datasets.im¦db", undefined],
    ["model = keras.Sequen¦tial", 2],
    ["layers.Embed¦ding(words", 3],
    ["layers.Bidirec¦tional(", 15],
    ["layers.LS¦TM(32", 18],
    ["return_sequ¦ences=True", 16],
    ["layers.GlobalAverage¦Pooling1D", 10],
    ["layers.Drop¦out(0.5)", 12],
    ['activ¦ation="sigmoid"', 4],
    ["model.sum¦mary()", undefined],
    ["callbacks.Early¦Stopping", 39],
    ["pati¦ence=2", 39],
    ["model.com¦pile(", 32],
    ["optimi¦zer=keras", 43],
    ["optimizers.Ad¦am(1e-3)", 43],
    ['lo¦ss="binary', 22],
    ["metr¦ics=[", 33],
    ["model.f¦it(x_train", 32],
    ["batch_¦size=128", 24],
    ["validation_¦split=0.2", 7],
    ["model.pre¦dict(x_test)", 40],
    ['"area", roc_auc_¦score', 36],
    ['"drop¦out", np', undefined],
    ["np.me¦an(scores)", undefined],
  ],
  "quantise_onnx.py": [
    ["    Calibration¦DataReader,", 45],
    ["    Quant¦Type,", 45],
    ["class Images(Calibration¦DataReader)", 45],
    ["ort.Session¦Options()", undefined],
    ["ort.Inference¦Session(path", 40],
    ["outputs[0].arg¦max", undefined],
    ["quantize_¦static(\n", 45],
    ["weight_type=Quant¦Type.QInt8", 45],
    ['quantize_¦dynamic("detector', 45],
    ["drop¦out is long gone", undefined],
    ["np.lo¦ad(file)", undefined],
  ],
  "lightning_translate.py": [
    ["import light¦ning as L", 1],
    ["as L, to¦rch\n", 1],
    ["import Early¦Stopping, ", 39],
    ["pack_padded_¦sequence as", 17],
    ["as pa¦ck, ", 17],
    ["class Encoder(nn.Mod¦ule)", 2],
    ["drop¦out: float = 0.2", undefined],
    ["nn.Embed¦ding(words", 3],
    ["nn.LS¦TM(width", 18],
    ["num_¦layers=2", 26],
    ["drop¦out=dropout", 12],
    ["dropout=drop¦out", undefined],
    ["nn.init.orthog¦onal_(", 30],
    ["packed = pa¦ck(", 17],
    ["Translator(L.Lightning¦Module)", 2],
    ["self.save_hyper¦parameters()", 25],
    ["nn.Multihead¦Attention(", 19],
    ["seen, _ = self.atten¦tion(", 19],
    ["nn.Layer¦Norm(width)", 13],
    ["bi¦as=False", 3],
    ["nn.CrossEntropy¦Loss(", 22],
    ["label_smooth¦ing=0.1", 38],
    ["loss = self.crit¦erion(", 22],
    ["optim.Adam¦W(", 43],
    ["l¦r=3e-4", 27],
    ["be¦tas=(0.9", 28],
    ["weight_¦decay=0.01", 29],
    ["lr_scheduler.OneCycle¦LR(", 27],
    ["trainer = L.Train¦er(", 32],
    ["gradient_clip_¦val=1.0", 42],
    ["pati¦ence=3", 39],
    ["torch.inference_¦mode()", 5],
    ["nn.Drop¦out sleeps", undefined],
    ["L.seed_every¦thing", undefined],
    ["max_ep¦ochs=30", undefined],
  ],
  "optax_char_rnn.py": [
    ["import ja¦x, jax", 1],
    ["class CharRNN(nn.Mod¦ule)", 2],
    ["nn.comp¦act", 2],
    ["nn.Em¦bed(256", 3],
    ["nn.OptimizedLSTM¦Cell(", 18],
    ["nn.R¦NN(cell)", 15],
    ["nn.Drop¦out(rate", 12],
    ["nn.RMS¦Norm()", 13],
    ["nn.Den¦se(256", 3],
    ["kernel_¦init=", 30],
    ["initializers.lecun_¦normal", 30],
    ["nn.si¦lu(x)", 4],
    ["optax.warmup_cosine_decay_¦schedule", 27],
    ["optax.adaptive_grad_¦clip", 42],
    ["optax.li¦on(", 43],
    ["learning_¦rate=schedule", 27],
    ["learning_rate=sched¦ule", 27],
    ["b¦1=0.9", 28],
    ["weight_¦decay=1e-4", 29],
    ["softmax_cross_entropy_with_integer_¦labels", 22],
    ["jax.value_and_¦grad(", 5],
    ["jax.nn.soft¦max(", 23],
    ["jnp.arg¦max(chances)", 40],
    ["functools as f¦t", undefined],
    ["wi¦dth: int = 512", undefined],
    ["random.cho¦ice(", undefined],
  ],
  "tune_optuna.py": [
    ["import opt¦una\n", 46],
    ["ms.RepeatedK¦Fold(", 35],
    ["trial.suggest_cate¦gorical(", 46],
    ["model = MLP¦Classifier(", 2],
    ["hidden_layer_¦sizes=", 26],
    ["trial.suggest_¦int(", 46],
    ["al¦pha=trial", 29],
    ["learning_rate_¦init=", 27],
    ["early_stop¦ping=True", 39],
    ["xgb.XGB¦Classifier(", 48],
    ["scale_pos_¦weight=", 37],
    ["reg_lamb¦da=", 29],
    ["ms.cross_val_¦score(", 35],
    ["c¦v=folds", 35],
    ["optuna.create_¦study(", 46],
    ["study.opti¦mize(", 46],
    ["metrics.confusion_¦matrix(", 40],
    ["metrics.f1_¦score(", 33],
    ["load_breast_¦cancer(return", undefined],
    ["n_esti¦mators", undefined],
  ],
  "transfer.ts": [
    ["import { layers, loadLayers¦Model", 14],
    ['from "@tensor¦flow/tfjs";', 1],
    ["train.ad¦am(1e-4)", 43],
    ["await loadLayers¦Model(url)", 14],
    ["this.body.pre¦dict(photos)", 40],
    ["tf.sequen¦tial({", 2],
    ["layers.globalAverage¦Pooling2d", 10],
    ["layers.batchNormal¦ization", 13],
    ["layers.drop¦out({", 12],
    ["ra¦te: 0.3", 12],
    ["layers.den¦se({", 3],
    ["un¦its: labels", 3],
    ['activ¦ation: "softmax"', 4],
    ["kernelInit¦ializer:", 30],
    ["kernelRegular¦izer:", 29],
    ["tf.regularizers.l¦2({", 29],
    ["head.com¦pile({", 32],
    ["optimi¦zer: this", 43],
    ['lo¦ss: "categorical', 22],
    ["metr¦ics: [", 33],
    ["head.f¦it(features", 32],
    ["batch¦Size: 16", 24],
    ["validation¦Split: 0.2", 7],
    ["callbacks.early¦Stopping({", 39],
    ["pati¦ence: 4", 39],
    ["tf.arg¦Max(scores", 40],
    ["const drop¦out = (", undefined],
    ["`tf.lay¦ers.${dense}`", undefined],
    ['dropout("re¦lu")', undefined],
    ["ti¦dy(() => {", undefined],
  ],
};

describe.each(Object.entries(ROWS))("in %s", (file, rows) => {
  const texts = textsOf(file);

  test.each(rows)("%s is concept %s", (piece, concept) => {
    const plain = piece.replace("¦", "");
    const holder = texts.findIndex((text) => text.includes(plain));
    expect(holder).toBeGreaterThanOrEqual(0);
    const at = texts[holder]?.indexOf(plain) ?? -1;
    expect(conceptIn(file, texts, holder, at + piece.indexOf("¦"))).toBe(concept);
  });
});

const SILENT = readdirSync(FOLDER).filter((file) => !(file in ROWS));

test.each(SILENT)("%s is silent at every letter", (file) => {
  const texts = textsOf(file);
  const { code } = readCell(texts, 0, languageOf(file));
  const heard = Array.from(code.text, (_, at) => conceptAt(code, at)?.number).filter(
    (one) => one !== undefined,
  );
  expect(heard).toEqual([]);
});
