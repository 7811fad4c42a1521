import { settingsOf, seenAs } from "../../seen-as";
import { tensor } from "../../value";
import type { Lower } from "../../recipe";
import type { Emitter } from "../../emit";
import { pass, reversed } from "./recurrent";
import { sizeOf, sizesOf } from "./sizes";

/** Both directions, put together as the layer says (https://keras.io/api/layers/recurrent_layers/bidirectional/). */
export const lowerBidirectional: Lower = ({ node, emit, inputNames }) => {
  const [input = "", ...weights] = inputNames;
  const inner = seenAs(node, { attributes: settingsOf(node, "layer") });
  const className = node.text("layer", "");
  if (weights.length > 6 || node.flag("layer.go_backwards")) return undefined;
  const [kernel = "", recurrent = "", bias = "", back = "", backRecurrent = "", backBias = ""] = weights;
  const both = [
    { kernel, recurrent, bias },
    { kernel: back, recurrent: backRecurrent, bias: backBias },
  ];
  const passed = pass(inner, className, emit, input, both, "bidirectional");
  if (passed === undefined) return undefined;
  const whole = inner.flag("return_sequences");
  const outputs = passed.sequences.map((sequence, at) => (whole ? sequence : (passed.states[at]?.[0] ?? "")));
  const merged = mergedBy(emit, node.text("merge_mode", "concat"), outputs);
  const states = inner.flag("return_state") ? passed.states.flat() : [];
  return merged && [...merged, ...states];
};

/** The second direction's steps lie as the input's do: Keras turns them round before it merges, ONNX never turned. */
function mergedBy(
  emit: Emitter,
  mode: string,
  [there = "", back = ""]: readonly string[],
): readonly string[] | undefined {
  switch (mode) {
    case "concat":
      return [emit.one("Concat", [there, back], { axis: -1 })];
    case "sum":
      return [emit.one("Add", [there, back])];
    case "mul":
      return [emit.one("Mul", [there, back])];
    case "ave":
      return [emit.one("Mean", [there, back])];
    case "none":
      return [there, reversed(emit, back)];
    default:
      return undefined;
  }
}

/** Each step as a sample of its own. @param rules by class of layer. */
export const lowerDistributed =
  (rules: () => Readonly<Record<string, Lower>>): Lower =>
  (recipe) => {
    const { node, emit, inputNames, outputs } = recipe;
    const sizes = sizesOf(node.shape(0));
    const [batch, steps, ...rest] = sizes ?? [];
    const className = node.text("layer", "");
    const rule = Object.hasOwn(rules(), className) ? rules()[className] : undefined;
    const [output] = outputs;
    if (batch === undefined || steps === undefined || rule === undefined) return undefined;
    if (output?.type.kind !== "tensor") return undefined;
    const after = output.type.shape?.map(sizeOf);
    if (after === undefined || !after.every((size) => size !== undefined)) return undefined;
    const one = tensor(node.dtype(0), [batch * steps, ...rest]);
    const [input = "", ...weights] = inputNames;
    const [made] =
      rule({
        emit,
        node: seenAs(node, {
          operator: className,
          attributes: settingsOf(node, "layer"),
          inputs: [one, ...node.inputs.slice(1)],
        }),
        inputNames: [emit.reshape(input, [batch * steps, ...rest]), ...weights],
        outputs: [tensor(output.type.dtype, [batch * steps, ...after.slice(2)])],
      }) ?? [];
    return made === undefined ? undefined : [emit.reshape(made, after)];
  };
