import type { Problem } from "../bytes/problem";

/** How many of a file's first bytes are looked at to say what it is. */
export const HEAD_BYTES = 4096;

type Test = (head: Uint8Array) => boolean;

const begins =
  (...bytes: number[]): Test =>
  (head) =>
    bytes.every((byte, index) => head[index] === byte);
const says =
  (text: string, offset = 0): Test =>
  (head) =>
    [...text].every((letter, index) => head[offset + index] === letter.charCodeAt(0));
const holds =
  (pattern: RegExp): Test =>
  (head) =>
    pattern.test(latin1(head));
const both =
  (a: Test, b: Test): Test =>
  (head) =>
    a(head) && b(head);

const EXPORT = "Export the network to ONNX (in PyTorch with torch.onnx.export) and open that file.";

/** What else a file may be, the particular before the general: a test, its name, and what to do. */
const KINDS: readonly (readonly [Test, what: string, advice: string])[] = [
  [(head) => head.length === 0, "an empty file", "Was the export or the download interrupted?"],
  [begins(0x89, 0x50, 0x4e, 0x47), "a PNG picture", "Choose the model's file."],
  [begins(0xff, 0xd8, 0xff), "a JPEG picture", "Choose the model's file."],
  [says("GIF8"), "a GIF picture", "Choose the model's file."],
  [says("%PDF"), "a PDF document", "Choose the model's file."],
  [both(says("PK"), holds(/data\.pkl|\.pt\b|torch/)), "a PyTorch checkpoint", EXPORT],
  [
    both(says("PK"), holds(/config\.json|metadata\.json/)),
    "a Keras model",
    "Convert it with tf2onnx and open that file.",
  ],
  [says("PK"), "a zip archive", "Unpack it and open the model inside."],
  [begins(0x1f, 0x8b), "a gzip archive", "Unpack it and open the model inside."],
  [
    begins(0x89, 0x48, 0x44, 0x46),
    "an HDF5 file, as Keras writes them",
    "Convert it with tf2onnx and open that file.",
  ],
  [
    says("GGUF"),
    "a GGUF file of llama.cpp",
    "It holds weights without a graph; open an ONNX export of the network.",
  ],
  [says("TFL3", 4), "a TensorFlow Lite model", "Convert it with tf2onnx and open that file."],
  [
    both((head) => head[8] === 0x7b, begins8Small),
    "a safetensors file",
    `It holds weights without a graph. ${EXPORT}`,
  ],
  [
    both(begins(0x80), (head) => (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5),
    "a Python pickle, perhaps a PyTorch checkpoint",
    EXPORT,
  ],
  [
    says("version https://git-lfs"),
    "a Git LFS pointer, not the file itself",
    "Fetch the file with 'git lfs pull'.",
  ],
  [
    both(isText, holds(/^\s*<!doctype html|^\s*<html/i)),
    "an HTML page",
    "Was an error page saved in place of the download?",
  ],
  [
    both(isText, holds(/^\s*\{[^]*"(irVersion|ir_version|opsetImport|opset_import)"/)),
    "an ONNX model written as JSON",
    "Only the binary form is read: save it with onnx.save(model, 'model.onnx').",
  ],
  [
    both(isText, holds(/^\s*[[{]/)),
    "a JSON document, but no model that is known",
    "Choose the model's file.",
  ],
  [
    both(
      isText,
      holds(
        /^\s*(#[^\n]*\n\s*)*(ir_version\s*:|opset_import\s*[{<]|producer_name\s*:|graph\s*\{|<\s*ir_version)/,
      ),
    ),
    "an ONNX model written as text",
    "Only the binary form is read: load it with onnx.load(…, format='textproto') or onnx.parser and save it with onnx.save.",
  ],
  [isText, "a text file", "Choose the model's file."],
];

/** safetensors begins with the length of its header, eight bytes, little-endian. */
function begins8Small(head: Uint8Array): boolean {
  return [4, 5, 6, 7].every((index) => head[index] === 0);
}

/** Control characters other than tabs, line ends and escapes do not occur in text. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return false;
  // The last character may be cut by the end of the head.
  return !new TextDecoder().decode(head).slice(0, -3).includes("\ufffd");
}

/** Tab, line feed, vertical tab, form feed, carriage return, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 27]);

function latin1(head: Uint8Array): string {
  return new TextDecoder("latin1").decode(head).replace(/^\u00ef\u00bb\u00bf/, "");
}

/** What a file is that is no model, and what to do; undefined where its bytes say nothing. */
export function recognise(file: string, head: Uint8Array): Problem | undefined {
  const kind = KINDS.find(([test]) => test(head));
  if (kind === undefined) return undefined;
  const [, what, advice] = kind;
  return {
    severity: "error",
    code: "not-a-model",
    message: `${file}: this is ${what}. ${advice}`,
    where: "",
  };
}
