import { takenBy } from "../analysis/order";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { Model, ValueInfo } from "../model/model";
import { copied } from "../running/runtime";
import type { Segment } from "../running/segments";
import type { Values } from "../running/values";
import type { Reach } from "./backward";
import type { Runnable } from "./forward";
import { Forward } from "./forward";
import type { Pass, PassSetting, Take, Walked } from "./pass";
import { addTo, openBackward } from "./pass";

/** Values between two segments, or cotangents. */
type Between = ReadonlyMap<string, Values>;

/**
 * A pass that is too large as a whole: forwards only what goes from one segment to the next is kept; back, each segment
 * is run once more and walked through before the one in front of it (checkpoints: Chen et al. 2016, Training Deep Nets
 * with Sublinear Memory Cost, section 4).
 */
export class SegmentedPass implements Pass {
  private between: Between = new Map();
  private walks: readonly Walked[] = [];
  /** For each parameter of the file, the first segment that takes it: there its gradient is complete. */
  private readonly completeAt = new Map<string, number>();

  /** @param wanted values that losses are of. */
  constructor(
    private readonly setting: PassSetting,
    private readonly pieces: readonly Segment[],
    private readonly wanted: ReadonlySet<string>,
  ) {
    for (const [at, segment] of pieces.entries()) {
      for (const name of this.parametersOf(segment)) {
        const own = setting.copies.get(name) ?? name;
        if (!this.completeAt.has(own)) this.completeAt.set(own, at);
      }
    }
  }

  get segments(): number {
    return this.pieces.length;
  }

  async forward(feeds: Between): Promise<Result<Between>> {
    const between = new Map(feeds);
    for (const segment of this.pieces) {
      const made = new Set(segment.nodes.flatMap(({ outputs }) => outputs));
      const only = new Set([...segment.keeps, ...[...this.wanted].filter((name) => made.has(name))]);
      if (only.size === 0) continue;
      const values = await this.runSegment(this.runnable(segment, between), between, only);
      if (!values.ok) return values;
      for (const [name, one] of values.value) between.set(name, one);
    }
    this.between = between;
    return { ok: true, value: between };
  }

  async back(seeds: Between, whole: boolean, take: Take, signal?: AbortSignal): Promise<Problem | undefined> {
    const pending = new Map(seeds);
    const clouded = new Set<string>();
    const sums = new Map<string, Values>();
    const walks: Walked[] = [];
    for (const [at, segment] of [...this.pieces.entries()].toReversed()) {
      signal?.throwIfAborted();
      const walked = await this.walkSegment(segment, pending, clouded, whole, (values, cotangents) => {
        const own = new Map<string, Values>();
        for (const [name, one] of cotangents) {
          const parameter = this.setting.copies.get(name);
          if (parameter !== undefined) addTo(sums, parameter, one);
          else own.set(name, one);
        }
        for (const [name, one] of [...sums]) {
          if (this.completeAt.get(name) !== at) continue;
          own.set(name, one);
          sums.delete(name);
        }
        take(values, own);
      });
      if (!walked.ok) return walked.problem;
      walks.push(walked.value);
    }
    // What is left belongs to the graph's inputs.
    take(this.between, pending);
    if (whole) this.walks = walks.toReversed();
    return undefined;
  }

  get walked(): Walked {
    const reach = new Map<string, Reach>();
    for (const walk of this.walks) {
      for (const [name, one] of walk.reach) reach.set(name, either(reach.get(name), one));
    }
    return { reach, unknown: this.walks.flatMap(({ unknown }) => unknown) };
  }

  async close(): Promise<void> {
    // Sessions are closed as soon as their segment is done.
  }

  /** Back over one segment: what its values take of `pending` goes, and what it hands on to those before it comes. */
  private async walkSegment(
    segment: Segment,
    pending: Map<string, Values>,
    clouded: Set<string>,
    whole: boolean,
    take: Take,
  ): Promise<Result<Walked>> {
    const runnable = this.runnable(segment, this.between);
    const values = await this.runSegment(runnable, this.between);
    if (!values.ok) return values;
    const made = new Set(segment.nodes.flatMap(({ outputs }) => outputs));
    const seeds = new Map([...pending].filter(([name]) => made.has(name)));
    for (const name of seeds.keys()) pending.delete(name);
    const from = whole ? new Set(this.parametersOf(segment)) : undefined;
    const opened = await openBackward(this.setting, runnable, values.value, seeds.keys(), from, clouded);
    if (!opened.ok) return opened;
    const { walk } = opened.value;
    const cotangents = await opened.value.hold(values.value, seeds);
    if (!cotangents.ok) {
      await opened.value.close();
      return cotangents;
    }
    const own = new Map<string, Values>();
    for (const [name, one] of copied(cotangents.value)) {
      if (segment.takes.includes(name)) addTo(pending, name, one);
      else own.set(name, one);
    }
    await opened.value.close();
    for (const name of segment.takes) if (isClouded(walk.reach.get(name))) clouded.add(name);
    take(values.value, own);
    const { inputs } = this.setting.straight.index.model.graph;
    const outside = new Set(segment.takes.filter((name) => inputs.every((input) => input.name !== name)));
    const reach = new Map([...walk.reach].filter(([name]) => !outside.has(name)));
    return { ok: true, value: { reach, unknown: walk.unknown } };
  }

  /** @param only the values that are wanted; undefined: all. */
  private async runSegment(
    runnable: Runnable,
    between: Between,
    only?: ReadonlySet<string>,
  ): Promise<Result<Between>> {
    const session = await Forward.open(this.setting.engine, this.setting.source, runnable, only);
    if (!session.ok) return session;
    const given = runnable.index.model.graph.inputs.flatMap(({ name }) => {
      const one = between.get(name);
      return one === undefined ? [] : [[name, one] as const];
    });
    try {
      const held = await session.value.hold(new Map(given));
      return held.ok ? { ok: true, value: copied(held.value) } : held;
    } finally {
      await session.value.close();
    }
  }

  /** A segment as a model of its own, whose inputs are what it takes from those before it. */
  private runnable(segment: Segment, between: Between): Runnable {
    const { straight } = this.setting;
    const { model, stored } = straight.index;
    const constants = model.graph.nodes.filter(({ outputs }) => stored.has(outputs[0] ?? ""));
    const graph: Model["graph"] = {
      ...model.graph,
      nodes: [...constants, ...segment.nodes],
      inputs: segment.takes.flatMap((name) => infoOf(name, between.get(name))),
      outputs: [],
    };
    return { ...straight, index: indexModel({ ...model, graph }) };
  }

  private parametersOf({ nodes }: Segment): readonly string[] {
    const { copies, straight } = this.setting;
    return nodes
      .flatMap((node) => takenBy(node, straight.index.model.graph))
      .filter((name) => copies.has(name));
  }
}

function infoOf(name: string, values: Values | undefined): readonly ValueInfo[] {
  if (values === undefined) return [];
  const { dtype, shape } = values;
  return [{ name, type: { kind: "tensor", dtype, shape }, docString: "" }];
}

const isClouded = (one: Reach | undefined): boolean =>
  one?.kind === "unknown" || (one?.kind === "reached" && one.incomplete);

/** What is known of a tensor that several segments take. */
function either(before: Reach | undefined, one: Reach): Reach {
  if (before === undefined) return one;
  const [first, second] = before.kind === "reached" ? [before, one] : [one, before];
  if (first.kind !== "reached") return first.kind === "unknown" ? first : second;
  return { ...first, incomplete: isClouded(first) || isClouded(second) };
}
