import { analyse } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import { lower } from "../lowering/lower";
import type { AttributeValue, Graph, Node } from "../model/model";
import { inputTypes, openSegment } from "./part";
import { SESSION_WEIGHTS, weightBytes } from "./parts";
import type { RunOptions } from "./run";
import { wholeGraph } from "./segments";
import type { Values } from "./values";
import { convertValues } from "./values";
import type { Widening } from "./widen";
import { isNarrowInput, widened } from "./widen";

/**
 * How long a model takes in the runtime, as the runtime itself has measured it. The least time of all runs is told:
 * whatever else the machine does meanwhile can only add to it.
 */
export interface Profile {
  /** That were measured; one before them, which warms up, is not. */
  readonly runs: number;
  /** Of one run, with what lies between the nodes. */
  readonly milliseconds: number;
  /** The slowest first. */
  readonly nodes: readonly NodeTime[];
}

export interface NodeTime {
  /** Undefined for what the runtime has put in the place of several. */
  readonly node: Node | undefined;
  /** As the runtime calls it; the node's id, where it is one of the file. */
  readonly name: string;
  readonly operator: string;
  /** In one run that has come to it, all steps of a loop together; of what holds graphs, theirs included. */
  readonly milliseconds: number;
}

/**
 * Runs a model on its samples once more without looking at values, and with the runtime's clock on. The runtime
 * prepares the model as for every other run: what it merges is one node then, and what it computes beforehand none.
 */
export async function profileModel(options: RunOptions): Promise<Result<Profile>> {
  const { engine, source, index, inputs, signal } = options;
  if (weightBytes(options) > SESSION_WEIGHTS) return { ok: false, problem: tooLarge(index) };
  const { made, origins, wide, widening } = profiled(index, inputs.assumptions);
  const outputs = made.model.graph.outputs.map(({ name }) => name);
  const seen = { values: [], addition: { outputs }, hidden: [] };
  const subject = { engine, source, index: made };
  const part = await openSegment(subject, wholeGraph(made), inputTypes(made.model), seen, widening, true);
  if (!part.ok) return part;
  const { session } = part.value;
  try {
    for (let run = -1; run < inputs.runs; run++) {
      signal?.throwIfAborted();
      const given = inputs.feeds(Math.max(0, run));
      if (!given.ok) return given;
      const held = await session.hold(fed(given.value, session.inputs, wide), outputs);
      if (!held.ok) return held;
      held.value.release();
    }
    return { ok: true, value: profileOf(eventsIn(session.endProfiling()), origins) };
  } finally {
    await session.release();
  }
}

function tooLarge({ model }: ModelIndex): Problem {
  const message = `${model.file}: times are not measured: the weights do not fit one session.`;
  return { severity: "warning", code: "not-profiled", message, where: "" };
}

interface Profiled {
  readonly made: ModelIndex;
  /** By the names that the runtime is given, the nodes of the file. */
  readonly origins: ReadonlyMap<string, Node>;
  readonly wide: boolean;
  readonly widening: Pick<Widening, "originals"> | undefined;
}

/** The model as it is run, its nodes called by their ids: names in a file are often missing, and may repeat. */
function profiled(index: ModelIndex, assumptions: RunOptions["inputs"]["assumptions"]): Profiled {
  const { model } = index;
  if (model.format !== "onnx") {
    const lowered = lower(index, analyse(index, assumptions));
    return {
      made: indexModel(lowered.model),
      origins: lowered.provenance,
      wide: false,
      widening: lowered,
    };
  }
  const origins = new Map(Array.from(index.uses.nodes, ([id, { node }]) => [id, node]));
  const named = { ...model, graph: namedById(model.graph) };
  if (!model.graph.inputs.some(isNarrowInput)) {
    return { made: indexModel(named), origins, wide: false, widening: undefined };
  }
  const widening = widened(named);
  return { made: indexModel(widening.model), origins, wide: true, widening };
}

function namedById(graph: Graph): Graph {
  const attribute = (value: AttributeValue): AttributeValue => {
    if (value.kind === "graph") return { kind: "graph", value: namedById(value.value) };
    return value.kind === "graphs" ? { kind: "graphs", value: value.value.map(namedById) } : value;
  };
  const nodes = graph.nodes.map((node) => ({
    ...node,
    name: node.id,
    attributes: new Map(Array.from(node.attributes, ([name, value]) => [name, attribute(value)])),
  }));
  return { ...graph, nodes };
}

function fed(
  given: ReadonlyMap<string, Values>,
  inputs: readonly string[],
  wide: boolean,
): ReadonlyMap<string, Values> {
  return new Map(
    [...given]
      .filter(([name]) => inputs.includes(name))
      .map(([name, values]) => {
        const converted = wide && values.dtype === "float16" ? convertValues(values, "float32") : undefined;
        return [name, converted?.ok === true ? converted.value : values];
      }),
  );
}

/** One line of the runtime's profile: https://onnxruntime.ai/docs/performance/tune-performance/profiling-tools.html. */
export interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  /** In microseconds. */
  readonly dur?: number;
  readonly args?: { readonly op_name?: string };
}

/** The events in what the runtime has printed. */
function eventsIn(printed: string): readonly ProfileEvent[] {
  const events: unknown = JSON.parse(printed);
  return Array.isArray(events) ? (events as readonly ProfileEvent[]) : [];
}

const KERNEL = "_kernel_time";

/** Sums by node and run, then the least over the runs but the first. */
export function profileOf(events: readonly ProfileEvent[], origins: ReadonlyMap<string, Node>): Profile {
  const operators = new Map<string, string>();
  const totals: number[] = [];
  const runs: Map<string, number>[] = [];
  let [current, total] = [new Map<string, number>(), 0];
  for (const { cat, name = "", dur = 0, args } of events) {
    if (cat === "Node" && name.endsWith(KERNEL)) {
      const node = name.slice(0, -KERNEL.length);
      operators.set(node, args?.op_name ?? "");
      current.set(node, (current.get(node) ?? 0) + dur);
      // Graphs inside have an executor each: that of the main graph takes longest.
    } else if (name === "SequentialExecutor::Execute") total = Math.max(total, dur);
    else if (name === "model_run") {
      runs.push(current);
      totals.push(total);
      [current, total] = [new Map(), 0];
    }
  }
  const warm = runs.slice(1);
  const nodes = [...operators].flatMap(([name, operator]): readonly NodeTime[] => {
    const times = warm.flatMap((run) => run.get(name) ?? []);
    // A branch that only the first run took.
    if (times.length === 0) return [];
    return [{ node: origins.get(name), name, operator, milliseconds: Math.min(...times) / 1000 }];
  });
  return {
    runs: warm.length,
    milliseconds: Math.min(...totals.slice(1)) / 1000,
    nodes: nodes.toSorted((a, b) => b.milliseconds - a.milliseconds),
  };
}
