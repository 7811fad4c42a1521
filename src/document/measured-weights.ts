import { bytesIn } from "../analysis/learned";
import type { ModelIndex } from "../analysis/model-index";
import { weightUses } from "../analysis/weight-use";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Weights } from "../tensors/weights";
import { measureWeights } from "../tensors/weights";
import { t } from "../words/texts";
import type { RequestOptions } from "./answer";
import type { KeptWeights } from "./kept-weights";
import { reopen } from "./model-source";
import { Shared } from "./shared";
import { areReadUnasked } from "./stored-tensors";

/** The weights of one content: read once, by whoever wants them first, and known again in the next window. */
export class MeasuredWeights {
  private weights: Weights | undefined;
  private remembered: Promise<void> | undefined;
  private readonly sweep = new Shared((options) => this.readAll(options));

  /** @param kept what is kept on the disk; undefined: nothing is. */
  constructor(
    private readonly open: () => Promise<Result<ByteSource>>,
    private readonly index: ModelIndex,
    private readonly kept: KeptWeights | undefined,
  ) {}

  /** Undefined while nobody has measured them, in this window or another one. */
  async known(): Promise<Weights | undefined> {
    await (this.remembered ??= this.remember());
    return this.weights;
  }

  /** Rejects with the signal's reason when it is aborted. */
  async measure(options: RequestOptions): Promise<Result<Weights>> {
    const known = await this.known();
    return known === undefined ? await this.sweep.join(options) : { ok: true, value: known };
  }

  private async remember(): Promise<void> {
    const { kept, index } = this;
    // What is read in a moment is not kept.
    if (kept === undefined || areReadUnasked(index)) return;
    const source = await reopen(this.open, index.model);
    if (!source.ok) return;
    try {
      const measured = await kept.read(source.value, index);
      if (measured !== undefined) this.weights = { uses: weightUses(index), measured };
    } finally {
      await source.value.close();
    }
  }

  private async readAll({ signal, onProgress }: RequestOptions): Promise<Result<Weights>> {
    const { index } = this;
    const source = await reopen(this.open, index.model);
    if (!source.ok) return source;
    const total = bytesIn(index, index.stored.keys()) ?? null;
    let done = 0;
    const onRead = (bytes: number): void => {
      done += bytes;
      onProgress?.({ phase: t("Measuring the weights"), done, total });
    };
    try {
      const weights = await measureWeights(index, source.value, { onRead, ...(signal && { signal }) });
      this.weights = weights;
      if (!areReadUnasked(index)) await this.kept?.write(source.value, index, weights.measured);
      return { ok: true, value: weights };
    } finally {
      await source.value.close();
    }
  }
}
