import { changedFile } from "../bytes/changed-file";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Model } from "../model/model";
import { TensorReader } from "../tensors/reader";
import type { Answer } from "./answer";

type Open = () => Promise<Result<ByteSource>>;

/**
 * Opens the file of a model that was read before. A problem where it has another size by now: tensors would be looked
 * for in the wrong places. One of the same size is most likely the same network with other weights, which are read.
 */
export async function reopen(open: Open, { size }: Model): Promise<Result<ByteSource>> {
  const source = await open();
  if (!source.ok || source.value.size === size) return source;
  await source.value.close();
  return { ok: false, problem: changedFile(source.value.name) };
}

/** Work on such a file, which is closed after it. */
export async function withSource<T>(
  open: Open,
  model: Model,
  work: (source: ByteSource) => Promise<Result<T>>,
): Promise<Answer<T>> {
  const source = await reopen(open, model);
  if (!source.ok) return { error: source.problem };
  try {
    const result = await work(source.value);
    return result.ok ? { ok: result.value } : { error: result.problem };
  } finally {
    await source.value.close();
  }
}

/** As {@link withSource}, on its tensors. */
export function withReader<T>(
  open: Open,
  model: Model,
  work: (reader: TensorReader) => Promise<Result<T>>,
): Promise<Answer<T>> {
  return withSource(open, model, async (source) => {
    const reader = new TensorReader(source);
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  });
}
