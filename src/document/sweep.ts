import { bytesIn } from "../analysis/learned";
import type { ModelIndex } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Weights } from "../tensors/weights";
import { measureWeights } from "../tensors/weights";
import { t } from "../words/texts";
import type { RequestOptions } from "./answer";
import { reopen } from "./model-source";

/** Reads all weights and measures them. Throws the signal's reason when it is aborted. */
export async function sweep(
  open: () => Promise<Result<ByteSource>>,
  index: ModelIndex,
  { signal, onProgress }: RequestOptions,
): Promise<Result<Weights>> {
  const source = await reopen(open, index.model);
  if (!source.ok) return source;
  const total = bytesIn(index, index.stored.keys()) ?? null;
  let done = 0;
  const onRead = (bytes: number): void => {
    done += bytes;
    onProgress?.({ phase: t("Measuring the weights"), done, total });
  };
  try {
    const weights = await measureWeights(index, source.value, { onRead, ...(signal && { signal }) });
    return { ok: true, value: weights };
  } finally {
    await source.value.close();
  }
}
