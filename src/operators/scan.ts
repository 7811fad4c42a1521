import type { AttributeValue, Graph } from "../model/model";
import type { Emitter } from "./emit";

/** A float32 value of known sizes. */
export interface Sized {
  readonly name: string;
  readonly sizes: readonly number[];
}

interface Scanned {
  /** Of the last step. */
  readonly states: readonly string[];
  /** Of all steps, along a first axis. */
  readonly outputs: readonly string[];
}

/**
 * A loop over the first axis of its inputs (https://onnx.ai/onnx/operators/onnx__Scan.html). One node, however many
 * steps: a session with the steps unrolled takes longer to make than to run.
 *
 * @param states and what they are before the first step.
 * @param inputs whole, steps first.
 * @param backwards from the last step to the first; outputs stand where their inputs stood.
 * @param step what one step makes of states and of its part of each input. It may take names of the graph around it.
 */
export function scan(
  emit: Emitter,
  states: readonly Sized[],
  inputs: readonly Sized[],
  backwards: boolean,
  step: (emit: Emitter, states: readonly string[], inputs: readonly string[]) => Scanned,
): Scanned {
  const body = emit.inner();
  const parts = inputs.map(({ sizes }, index) => ({ name: `part_${index}`, sizes: sizes.slice(1) }));
  const carried = states.map(({ sizes }, index) => ({ name: `state_${index}`, sizes }));
  const [before, own] = [carried, parts].map((list) => list.map(({ name }) => body.one("Identity", [name])));
  const made = step(body, before ?? [], own ?? []);
  // An output must be made in the body, and by a name of its own.
  const results = [...made.states, ...made.outputs].map((name) => body.one("Identity", [name]));
  const direction = backwards ? 1 : 0;
  const outputs = emit.several(
    "Scan",
    [...states, ...inputs].map(({ name }) => name),
    results.length,
    {
      body: graphOf(body, [...carried, ...parts], results),
      num_scan_inputs: inputs.length,
      scan_input_directions: inputs.map(() => direction),
      scan_output_directions: made.outputs.map(() => direction),
    },
  );
  return { states: outputs.slice(0, states.length), outputs: outputs.slice(states.length) };
}

/** What was emitted, as a body with these inputs and outputs. */
function graphOf(body: Emitter, inputs: readonly Sized[], outputs: readonly string[]): AttributeValue {
  const value: Graph = {
    path: "",
    name: "body",
    inputs: inputs.map(({ name, sizes }) => ({
      name,
      type: { kind: "tensor", dtype: "float32", shape: sizes },
      docString: "",
    })),
    outputs: outputs.map((name) => ({ name, type: { kind: "unknown" }, docString: "" })),
    nodes: body.nodes.map((one) => ({
      ...one,
      id: one.name,
      docString: "",
      metadata: new Map(),
      devices: [],
    })),
    tensors: body.tensors,
    declared: new Map(),
    captures: new Map(),
    quantisation: new Map(),
    docString: "",
    metadata: new Map(),
  };
  return { kind: "graph", value };
}
