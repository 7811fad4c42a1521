import { mutateJson } from "./mutate-json";
import { mutateProtobuf, mutateScalarBytes } from "./mutate-protobuf";
import { Random } from "./random";
import type { ModelFiles } from "./seeds";

/** Larger inputs, of fields repeated again and again, are tried seldom: they take as long as hundreds of others. */
const LARGE = 2_000_000;
const SELDOM = 0.02;

/** The input of a number: one of the seeds, changed. */
export function inputOf(seeds: readonly ModelFiles[], number: number): ModelFiles {
  const random = new Random(number);
  for (;;) {
    const input = changed(seeds, random);
    if (input.bytes.length <= LARGE || random.chance(SELDOM)) return input;
  }
}

function changed(seeds: readonly ModelFiles[], random: Random): ModelFiles {
  const seed = seeds[random.below(seeds.length)];
  if (seed === undefined) throw new Error("there are no models to begin with");
  const json = seed.name.endsWith(".json");
  const bytes = random.chance(0.15)
    ? mutateScalarBytes(seed.bytes, random)
    : json
      ? new TextEncoder().encode(mutateJson(new TextDecoder().decode(seed.bytes), random))
      : mutateProtobuf(seed.bytes, random);
  return { ...seed, bytes, siblings: mutateSiblings(seed.siblings, random) };
}

/** Now and then a file beside the model is shorter, longer, or gone. */
function mutateSiblings(
  siblings: ReadonlyMap<string, Uint8Array>,
  random: Random,
): ReadonlyMap<string, Uint8Array> {
  if (siblings.size < 2 || !random.chance(0.2)) return siblings;
  const copy = new Map(siblings);
  const [name, bytes] = random.any([...copy]) ?? [];
  if (name === undefined || bytes === undefined) return copy;
  if (random.chance(0.3)) copy.delete(name);
  else copy.set(name, mutateScalarBytes(bytes, random));
  return copy;
}
