import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import type { Port } from "../../analysis/uses";
import { literalElements } from "../../operators/literals";
import type { Element } from "../../operators/value";
import { t } from "../../words/texts";
import { inputOf } from "../wires";

/** From this opset on, Dropout takes the mode as an input; below 7, both took it as `is_test`. */
const DROPOUT_INPUT = 12;
const IS_TEST_UNTIL = 7;

/** A file that still drops out or renews its statistics answers differently each time. */
export const trainingMode = rule({
  id: "training-mode",
  title: "Exported in training mode",
  severity: "warning",
  needs: ["graph"],
  concept: 41,
  thresholds: {},
  check: (evidence) =>
    Array.from(evidence.index.uses.nodes.values()).flatMap((placed): readonly Found[] => {
      const { node } = placed;
      if (node.domain !== "" || !inTraining(evidence, placed)) return [];
      return [
        {
          message: t(
            node.operator === "Dropout"
              ? "{0} {1} is in training mode: it drops elements at random in every run. Export the model in inference mode (model.eval())."
              : "{0} {1} is in training mode: it normalises by the batch at hand instead of the statistics it learned. Export the model in inference mode (model.eval()).",
            node.operator,
            node.name,
          ),
          node: node.name,
          id: node.id,
        },
      ];
    }),
});

function inTraining({ index }: Evidence, placed: Pick<Port, "node" | "graph">): boolean {
  const { node } = placed;
  const opset = index.model.opsets.get("ai.onnx") ?? Infinity;
  const flag = (name: string): number | undefined => {
    const attribute = node.attributes.get(name);
    return attribute?.kind === "int" ? Number(attribute.value) : undefined;
  };
  if (node.operator === "BatchNormalization") {
    return opset < IS_TEST_UNTIL ? (flag("is_test") ?? 0) === 0 : flag("training_mode") === 1;
  }
  if (node.operator !== "Dropout") return false;
  if (opset >= DROPOUT_INPUT) {
    // PyTorch's functional dropout exports its default mode, with a ratio of 0 where nothing is dropped.
    return (
      storedNumber({ index }, inputOf(placed, 2)) === 1 && storedNumber({ index }, inputOf(placed, 1)) !== 0
    );
  }
  return opset < IS_TEST_UNTIL && (flag("is_test") ?? 0) === 0;
}

/** The first element of a stored tensor; a flag is 0 or 1. */
function storedNumber({ index }: Pick<Evidence, "index">, value: string | undefined): Element | undefined {
  const stored = value === undefined ? undefined : index.stored.get(index.weightOf(value) ?? "");
  return stored === undefined ? undefined : literalElements(stored.tensor)?.[0];
}
