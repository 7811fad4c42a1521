import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { infer } from "../../../src/analysis/infer";
import type { Expression } from "../../../src/model/expression";
import { print, symbol } from "../../../src/model/expression";
import { substitute } from "../../../src/model/substitute";
import type { Model } from "../../../src/model/model";
import type { Shape } from "../../../src/model/shape";
import type { RandomNode } from "./node";
import { modelOf, outputName } from "./node";

/** A shape as text; "?" for a size that is not known, "unknown" where not even the rank is. */
function printed(shape: Shape): string {
  return shape?.map((size) => (size === undefined ? "?" : print(size))).join(" ") ?? "unknown";
}

function outputShapes(model: Model, outputs = 1): readonly Shape[] {
  const { values } = infer(model, NO_ASSUMPTIONS);
  return Array.from({ length: outputs }, (_, index) => {
    const type = values.get(outputName(index))?.type;
    return type?.kind === "tensor" ? type.shape : undefined;
  });
}

/** From numbers alone. */
export function inferred(node: RandomNode): readonly string[] {
  return outputShapes(modelOf(node), node.outputs).map(printed);
}

/** Where stored values are not at hand: what then is said of the shapes. */
export function inferredBlindly(node: RandomNode): readonly Shape[] {
  return outputShapes(modelOf(node, { hides: () => true }), node.outputs);
}

/** From symbols for the sizes that `named` picks, which are replaced by the sizes afterwards. */
export function inferredBySymbols(node: RandomNode, named: number): readonly string[] {
  const sizes = new Map<string, Expression>();
  const model = modelOf(node, {
    size: (size, operand, axis) => {
      const picked = (named >> ((operand * 5 + axis) % 30)) & 1;
      // A symbol stands for 1 at least.
      if (size === 0 || picked === 0) return size;
      const name = `x${String(operand)}_${String(axis)}`;
      sizes.set(name, size);
      return symbol(name);
    },
  });
  return outputShapes(model, node.outputs).map((shape) =>
    printed(shape?.map((size) => size && substitute(size, sizes))),
  );
}
