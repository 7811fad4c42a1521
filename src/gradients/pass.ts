import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Node } from "../model/model";
import type { Engine } from "../running/load";
import type { Held } from "../running/runtime";
import type { Values } from "../running/values";
import { numberAt } from "../running/values";
import type { Backward, Reach } from "./backward";
import { backward } from "./backward";
import { BackwardSession } from "./backward-session";
import type { Runnable } from "./forward";
import type { Straight } from "./straight";

/** What all passes over a model have in common. */
export interface PassSetting {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly straight: Straight;
  /** The parameters, by name in the straight model: their names in the model's own file. */
  readonly copies: ReadonlyMap<string, string>;
}

/** Is handed values and cotangents; parameters' by their names in the model's own file, and never in parts. */
export type Take = (values: ReadonlyMap<string, Values>, cotangents: ReadonlyMap<string, Values>) => void;

/** What walks back have found, before any number is known. */
export interface Walked {
  /** By value, in the order of running, and by tensor of the straight model. */
  readonly reach: ReadonlyMap<string, Reach>;
  readonly unknown: readonly Node[];
}

/** Goes over a model forwards and back, sample by sample. */
export interface Pass {
  /** In how many pieces it goes; more than one where the whole is too large. */
  readonly segments: number;
  /**
   * @param whole as it will be walked back.
   * @returns all values the first time that it is walked back so; later at least what losses are of. They, and what
   *   walks back give, are there until the next call, or `close`.
   */
  forward(feeds: ReadonlyMap<string, Values>, whole: boolean): Promise<Result<ReadonlyMap<string, Values>>>;
  /**
   * Back over what the last call of {@link forward} has run.
   *
   * @param seeds cotangents to begin with, by value; the same values in each pass
   * @param whole whether the gradients of parameters are wanted, too: they take as long as those of values
   */
  back(
    seeds: ReadonlyMap<string, Values>,
    whole: boolean,
    take: Take,
    signal?: AbortSignal,
  ): Promise<Problem | undefined>;
  /** After a walk back over the whole. */
  readonly walked: Walked;
  close(): Promise<void>;
}

/** A walk back that is ready to be run. */
export interface OpenBackward {
  readonly walk: Backward;
  /** What it takes of the forward pass. */
  readonly takes: ReadonlySet<string>;
  /** @returns cotangents by value and tensor. */
  hold(values: ReadonlyMap<string, Values>, seeds: ReadonlyMap<string, Values>): Promise<Result<Held>>;
  close(): Promise<void>;
}

const seedName = (value: string): string => `backward/seed of ${value}`;

/**
 * @param values of a forward pass.
 * @param points values that the walk begins at.
 * @param from tensors whose gradients are wanted; undefined: none.
 * @param clouded values behind which something has no rule.
 */
export async function openBackward(
  { engine, source, straight }: PassSetting,
  runnable: Runnable,
  values: ReadonlyMap<string, Values>,
  points: Iterable<string>,
  from: ReadonlySet<string> | undefined,
  clouded?: ReadonlySet<string>,
): Promise<Result<OpenBackward>> {
  const names = new Map(Array.from(points, (name) => [name, seedName(name)]));
  const walk = backward(runnable.index, values, names, from, straight.stopped, clouded);
  if ([...walk.reach.values()].every(({ kind }) => kind !== "reached"))
    return { ok: true, value: nothing(walk) };
  const opened = await BackwardSession.open(engine, source, runnable, walk, values, new Set(names.values()));
  if (!opened.ok) return opened;
  const session = opened.value;
  return {
    ok: true,
    value: {
      walk,
      takes: session.takes,
      hold: (given, seeds) =>
        session.hold(given, new Map(Array.from(seeds, ([name, one]) => [seedName(name), one]))),
      close: () => session.close(),
    },
  };
}

/** A walk that the loss does not reach. */
function nothing(walk: Backward): OpenBackward {
  const none: Held = { values: new Map(), release: () => undefined };
  const close = (): Promise<void> => Promise.resolve();
  return { walk, takes: new Set(), hold: () => Promise.resolve({ ok: true, value: none }), close };
}

/** Cotangents of one value or tensor add up. */
export function addTo(sums: Map<string, Values>, name: string, one: Values): void {
  const before = sums.get(name);
  sums.set(name, before === undefined ? one : sumOf(before, one));
}

function sumOf(a: Values, b: Values): Values {
  const data = Float32Array.from({ length: a.data.length }, (_, at) => numberAt(a, at) + numberAt(b, at));
  return { dtype: "float32", shape: a.shape, data };
}
