import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { externalFiles } from "../analysis/external-files";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Filled } from "../tensors/buckets";
import { Distribution } from "../tensors/distribution";
import type { Measured } from "../tensors/measure";
import type { Weights } from "../tensors/weights";
import type { Fault } from "./responder";

type AllMeasured = Weights["measured"];

/** What a file holds: the identity once more, since a file's name is but its digest. */
interface Kept {
  readonly identity: string;
  readonly measured: ReadonlyMap<string, KeptTensor | Problem>;
}

type KeptTensor = Omit<Measured, "distribution"> & { readonly filled: Filled };

/** Of files at most; the oldest go. One is about a thousandth of its model. */
const MOST_FILES = 64;

/** What was measured of weights, on the disk: the next window need not read gigabytes again. */
export class KeptWeights {
  /**
   * @param version of the program: another one may measure otherwise.
   * @param onFault is told where nothing can be kept: measuring is done all the same.
   */
  constructor(
    private readonly folder: string,
    private readonly version: string,
    private readonly onFault: (fault: Fault) => void,
  ) {}

  /** What was measured of just this content; undefined where nobody has, or it cannot be known. */
  async read(source: ByteSource, index: ModelIndex): Promise<AllMeasured | undefined> {
    const identity = await this.identityOf(source, index);
    if (identity === undefined) return undefined;
    const bytes = await readFile(this.fileFor(identity)).catch(() => undefined);
    const kept = bytes === undefined ? undefined : keptIn(bytes);
    if (kept?.identity !== identity) return undefined;
    return new Map(
      Array.from(kept.measured, ([name, one]) => [name, "filled" in one ? measuredOf(one) : one]),
    );
  }

  async write(source: ByteSource, index: ModelIndex, measured: AllMeasured): Promise<void> {
    try {
      await this.tryToWrite(source, index, measured);
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      this.onFault({ message: thrown.message, stack: thrown.stack ?? "" });
    }
  }

  private async tryToWrite(source: ByteSource, index: ModelIndex, measured: AllMeasured): Promise<void> {
    const identity = await this.identityOf(source, index);
    if (identity === undefined) return;
    const kept: Kept = {
      identity,
      measured: new Map(Array.from(measured, ([name, one]) => [name, "summary" in one ? keptOf(one) : one])),
    };
    await mkdir(this.folder, { recursive: true });
    // Another window may read at this moment: a file is there whole or not at all.
    const path = this.fileFor(identity);
    const unfinished = `${path}.${String(process.pid)}`;
    await writeFile(unfinished, serialize(kept));
    await rename(unfinished, path);
    await this.dropOldest();
  }

  /** By the files' names, sizes and times of change; undefined where a file has none, or is not there. */
  private async identityOf(source: ByteSource, index: ModelIndex): Promise<string | undefined> {
    const files: (readonly [name: string, size: number, modified: number])[] = [];
    for (const name of ["", ...externalFiles(index)]) {
      const opened = name === "" ? ({ ok: true, value: source } as const) : await source.sibling(name);
      if (!opened.ok) return undefined;
      const { size, modified } = opened.value;
      if (name !== "") await opened.value.close();
      if (modified === undefined) return undefined;
      files.push([name === "" ? source.name : name, size, modified]);
    }
    return JSON.stringify([this.version, ...files]);
  }

  private fileFor(identity: string): string {
    return join(this.folder, `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}.bin`);
  }

  private async dropOldest(): Promise<void> {
    const names = await readdir(this.folder);
    if (names.length <= MOST_FILES) return;
    const paths = names.map((name) => join(this.folder, name));
    const times = await Promise.all(
      paths.map(async (path) => [path, (await stat(path).catch(() => undefined))?.mtimeMs ?? 0] as const),
    );
    const oldest = times.toSorted(([, a], [, b]) => a - b).slice(0, names.length - MOST_FILES);
    for (const [path] of oldest) await rm(path, { force: true });
  }
}

function keptIn(bytes: Uint8Array): Kept | undefined {
  try {
    return deserialize(bytes) as Kept;
  } catch {
    // Cut short, or written by another version of the engine: as if it were not there.
    return undefined;
  }
}

function keptOf({ distribution, ...others }: Measured): KeptTensor {
  return { ...others, filled: distribution.settled };
}

function measuredOf({ filled, ...others }: KeptTensor): Measured {
  return { ...others, distribution: Distribution.of(filled) };
}
