import type { Problem, Result } from "./problem";

/**
 * Ranged reads over something that holds bytes: a file, memory, a VS Code file system.
 *
 * A source never holds its whole content on our behalf, so that a model of gigabytes costs what is read of it.
 */
export interface ByteSource {
  /** What a person calls it: the path or file name as it was given. */
  readonly name: string;
  /** In bytes, as it was when the source was opened. */
  readonly size: number;
  /** When it was changed last, in milliseconds since 1970; undefined for what lies on no disk. */
  readonly modified?: number;
  /**
   * The bytes `[offset, offset + length)`. The range must lie inside the source: that is the caller's duty.
   * Rejects with {@link SourceError} where the bytes cannot be had (the file was cut or taken away meanwhile).
   *
   * @param into room for them, which a source that has to copy them may use: fresh memory costs more than the copy.
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /**
   * Another file in the same folder or below it, as a model file names it (external data, weight shards).
   * Refuses what leaves the folder: absolute paths, `..`, URLs, links that lead out.
   */
  sibling(relative: string): Promise<Result<ByteSource, SiblingProblem>>;
  /** Gives back what the source holds open. */
  close(): Promise<void>;
}

/** Why a sibling cannot be had: it is not there, or the path leaves the model's folder, or it is unreadable. */
export type SiblingProblem = Problem & {
  readonly code: "missing-external-data" | "escaping-path" | "unreadable-file";
};

/** The bytes were there when the source was opened and are not any more. */
export class SourceError extends Error {
  override name = "SourceError";
}
