import type { Language } from "../concepts/types";
import type { Cancel, Progress, Reply, Request } from "./protocol/messages";
import type { Fault } from "./responder";

/** Where a worker gets its model from. Bytes are given where the file is on no disk that Node can read. */
export type ModelFile =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "bytes"; readonly name: string; readonly bytes: Uint8Array };

/** What a worker is started with. */
export interface WorkerData {
  /** In which it speaks of the model. */
  readonly language: Language;
  /** Where it keeps what it has measured; undefined: nowhere. */
  readonly kept?: KeptPlace | undefined;
}

/** A folder of ours, and the version of the program that writes there. */
export interface KeptPlace {
  readonly folder: string;
  readonly version: string;
}

export type ToWorker =
  | Request
  | Cancel
  /** The file may be another one now. `modified` is its time of change, in milliseconds. */
  | { readonly type: "file"; readonly file: ModelFile; readonly modified: number }
  /** Nothing more is asked: it ends. */
  | { readonly type: "close" };

export type FromWorker =
  | Reply
  | Progress
  | ({ readonly type: "fault" } & Fault)
  /** Milliseconds of each phase, after a model was read or drawn anew. */
  | { readonly type: "timings"; readonly timings: Readonly<Record<string, number>> };
