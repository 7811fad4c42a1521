import { changeIn } from "../bytes/changed-file";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { untilAborted } from "../bytes/until-aborted";
import type { Model } from "../model/model";
import { looksLikeOnnx } from "./onnx/head";
import { readOnnx } from "./onnx/read";
import { looksLikeTfjs, TFJS_HEAD_BYTES } from "./tfjs/head";
import { readTfjs } from "./tfjs/read";
import { HEAD_BYTES, recognise } from "./recognise";

interface OpenOptions {
  /** Aborts the reading: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the part of the file that is read, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** A kind of file that can be read, known by its first bytes. */
interface FormatReader {
  readonly name: string;
  readonly matches: (head: Uint8Array) => boolean;
  readonly read: (source: ByteSource, options: OpenOptions) => Promise<Result<Model>>;
}

/** What can be read; the first that says so of a file's head reads it. */
const FORMATS: readonly FormatReader[] = [
  { name: "TensorFlow.js", matches: looksLikeTfjs, read: readTfjs },
  { name: "ONNX", matches: looksLikeOnnx, read: readOnnx },
];

/**
 * Reads a model, whatever its format; the content decides, not the name. What is no model, and what of a model cannot
 * be used, is a Problem; a model that is only partly broken has `problems`.
 */
export async function openModel(given: ByteSource, options: OpenOptions = {}): Promise<Result<Model>> {
  const { signal } = options;
  const source = signal === undefined ? given : untilAborted(given, signal);
  try {
    const head = await source.read(0, Math.min(source.size, TFJS_HEAD_BYTES));
    // Names in JSON are a sure sign; that protobuf may begin so is none.
    const other = looksLikeTfjs(head) ? undefined : recognise(source.name, head.subarray(0, HEAD_BYTES));
    if (other !== undefined) return { ok: false, problem: other };
    const format = FORMATS.find(({ matches }) => matches(head));
    if (format === undefined) return { ok: false, problem: unknownFile(source.name) };
    return await format.read(source, options);
  } catch (thrown) {
    return { ok: false, problem: changeIn(thrown, source.name) };
  }
}

function unknownFile(file: string): Problem {
  const names = FORMATS.map(({ name }) => name).join(", ");
  const message = `${file}: this is no model of a format that is read here (${names}). Is it damaged or encrypted?`;
  return { severity: "error", code: "not-a-model", message, where: "" };
}
