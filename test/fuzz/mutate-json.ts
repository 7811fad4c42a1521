import type { Random } from "./random";
import { ODD_NUMBERS, ODD_TEXTS } from "./random";

/** A text of JSON with some of its values, at any depth, changed, left out, repeated or exchanged. */
export function mutateJson(text: string, random: Random): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  for (let left = 1 + random.below(4); left > 0; left--) value = mutate(value, random);
  const written = JSON.stringify(value);
  if (!random.chance(0.05)) return written;
  const at = random.below(written.length);
  return (
    written.slice(0, at) +
    random.pick(["", "}", '"', "\\u0000", "[[[["]) +
    written.slice(at + random.below(4))
  );
}

function mutate(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return mutateList(value, random);
  if (typeof value === "object" && value !== null)
    return mutateObject(value as Record<string, unknown>, random);
  return mutateScalar(value, random);
}

function mutateList(list: readonly unknown[], random: Random): unknown {
  const copy = [...list];
  const at = random.below(copy.length);
  switch (random.below(10)) {
    case 0:
      copy.splice(at, 1);
      return copy;
    case 1:
      for (let copies = random.pick([1, 2, 50, 500]); copies > 0; copies--) copy.splice(at, 0, copy[at]);
      return copy;
    case 2: {
      const other = random.below(copy.length);
      [copy[at], copy[other]] = [copy[other], copy[at]];
      return copy;
    }
    case 3:
      return mutateScalar(copy, random);
    default:
      if (copy.length > 0) copy[at] = mutate(copy[at], random);
      return copy;
  }
}

function mutateObject(object: Readonly<Record<string, unknown>>, random: Random): unknown {
  const entries = Object.entries(object);
  const entry = random.any(entries);
  if (entry === undefined) return mutateScalar(object, random);
  const [key, value] = entry;
  switch (random.below(14)) {
    case 0:
      return Object.fromEntries(entries.filter(([one]) => one !== key));
    case 1:
      return { ...object, [random.pick(ODD_TEXTS)]: value };
    case 2:
      return { ...object, [key]: random.any(entries)?.[1] };
    case 3:
      return { ...object, [key]: nested(value, random.pick([3, 60, 3000])) };
    case 4:
      return mutateScalar(object, random);
    default:
      return { ...object, [key]: mutate(value, random) };
  }
}

function nested(value: unknown, times: number): unknown {
  let inner = value;
  for (let left = times; left > 0; left--) inner = left % 2 === 0 ? [inner] : { config: inner };
  return inner;
}

function mutateScalar(value: unknown, random: Random): unknown {
  switch (random.below(7)) {
    case 0:
      return Number(random.pick(ODD_NUMBERS));
    case 1:
      return random.pick(ODD_TEXTS);
    case 2:
      return random.pick<unknown>([null, true, false, [], {}, [null], 0.5, -0, 1e308]);
    case 3:
      return typeof value === "number" ? value + random.below(9) - 4 : JSON.stringify(value);
    case 4:
      return [value, value];
    case 5:
      return typeof value === "string" ? value.slice(0, random.below(value.length + 1)) : { value };
    default:
      return random.pick([
        "Conv2D",
        "Dense",
        "float32",
        "string",
        "uint8",
        "SAME",
        "Identity",
        "batch",
        "LSTM",
        "Model",
      ]);
  }
}
