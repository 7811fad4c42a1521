import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { lower } from "../lowering/lower";
import type { Model, Node } from "../model/model";
import type { Tensor } from "../model/tensor";
import { literalElements } from "../operators/literals";
import type { Engine } from "../running/load";
import type { Values } from "../running/values";
import { convertValues, numberAt } from "../running/values";
import { isNarrowInput, widened } from "../running/widen";
import type { Runnable } from "./forward";
import { Forward } from "./forward";
import type { Inlined, Observed } from "./inline";
import { inlineControl } from "./inline";
import { normalising } from "./normalising";

/** A model whose main graph holds no control flow that a run could settle, in operators of ONNX and in float32. */
export interface Straight extends Runnable {
  /** Control flow and calls that are still there. */
  readonly left: Inlined["left"];
  /** Whether inputs of narrow types are given as float32. */
  readonly wide: boolean;
  /** Nodes of the file that could not be lowered; what takes their values is not there either. */
  readonly refused: readonly Node[];
  /** Names of nodes that pass their input on and no gradient back. */
  readonly stopped: ReadonlySet<string>;
}

/** What a body decides is known only behind what decides it: so many bodies may stand in each other. */
const ROUNDS = 6;

/**
 * Straightens a model for one sample: branches and loops go as this sample goes. Batch normalisations may be made to
 * normalise what passes them.
 */
export async function straighten(
  engine: Engine,
  source: ByteSource,
  index: ModelIndex,
  assumptions: Assumptions,
  feeds: ReadonlyMap<string, Values>,
  inTraining = false,
): Promise<Result<Straight>> {
  const narrow = inFloat32(index, assumptions);
  const base = inTraining ? { ...narrow, model: normalising(narrow.model, assumptions) } : narrow;
  const given = base.wide ? widenedFeeds(feeds) : feeds;
  let inlined = inlineControl(base.model, observedIn(indexModel(base.model), given));
  for (
    let round = 0;
    round < ROUNDS && inlined.left.some(({ reason }) => reason === "not observed");
    round++
  ) {
    const runnable = runnableOf(inlined.model, assumptions, base.originals);
    const forward = await Forward.open(engine, source, runnable);
    if (!forward.ok) return forward;
    const held = await forward.value.hold(given);
    if (!held.ok) {
      await forward.value.close();
      return held;
    }
    const next = inlineControl(inlined.model, observedIn(runnable.index, held.value.values));
    held.value.release();
    await forward.value.close();
    const before = new Set(inlined.left.map(({ node }) => node.name));
    if (next.left.length === before.size && next.left.every(({ node }) => before.has(node.name))) break;
    inlined = next;
  }
  const runnable = runnableOf(inlined.model, assumptions, base.originals);
  return {
    ok: true,
    value: { ...runnable, left: inlined.left, wide: base.wide, refused: base.refused, stopped: base.stopped },
  };
}

/** Inputs of narrow types as a widened model takes them. */
export function widenedFeeds(feeds: ReadonlyMap<string, Values>): ReadonlyMap<string, Values> {
  return new Map(
    Array.from(feeds, ([name, values]) => {
      const wide = values.dtype === "float16" ? convertValues(values, "float32") : undefined;
      return [name, wide?.ok === true ? wide.value : values];
    }),
  );
}

interface Base {
  readonly model: Model;
  readonly originals: ReadonlyMap<Tensor, Tensor>;
  readonly wide: boolean;
  readonly refused: readonly Node[];
  readonly stopped: ReadonlySet<string>;
}

/** TensorFlow's operator that is there to keep gradients back. */
const STOP = "StopGradient";

function inFloat32(index: ModelIndex, assumptions: Assumptions): Base {
  const { model } = index;
  if (model.format !== "onnx") {
    const lowered = lower(index, analyse(index, assumptions));
    const refused = lowered.refused.map(({ node }) => node);
    const parts = [...lowered.provenance].filter(([, { operator }]) => operator === STOP);
    const stopped = new Set(parts.map(([name]) => name));
    return { model: lowered.model, originals: lowered.originals, wide: false, refused, stopped };
  }
  const wide = widened(model);
  const isNarrow = wide.originals.size > 0 || model.graph.inputs.some(isNarrowInput);
  return isNarrow
    ? { ...wide, wide: true, refused: [], stopped: new Set() }
    : { model, originals: new Map(), wide: false, refused: [], stopped: new Set() };
}

function runnableOf(model: Model, assumptions: Assumptions, originals: Base["originals"]): Runnable {
  const index = indexModel(model);
  return { index, analysis: analyse(index, assumptions), originals };
}

/** Elements beyond these decide nothing: conditions, counts and sizes are few. */
const FEW = 4096;

function observedIn({ stored }: ModelIndex, values: ReadonlyMap<string, Values>): Observed {
  return {
    elements: (name) => {
      const one = values.get(name);
      if (one !== undefined) {
        return one.data.length > FEW || one.dtype === "string"
          ? undefined
          : Array.from({ length: one.data.length }, (_, index) => numberAt(one, index));
      }
      const tensor = stored.get(name)?.tensor;
      const literal = tensor === undefined ? undefined : literalElements(tensor);
      return literal?.every((element) => typeof element === "number") === true ? literal : undefined;
    },
    sizes: (name) => values.get(name)?.shape ?? stored.get(name)?.tensor.shape,
  };
}
