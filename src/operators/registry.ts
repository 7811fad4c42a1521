import type { Model, Node } from "../model/model";
import { attention as contribAttention } from "./contrib/attention";
import { activations as contribActivations, others } from "./contrib/elementwise";
import { normalization as contribNormalization } from "./contrib/normalization";
import { convolutions as contribConvolutions, products as contribProducts } from "./contrib/product";
import { quantization as contribQuantization } from "./contrib/quantization";
import type { Family } from "./entry";
import { machineLearning } from "./ml/ml";
import { activations } from "./onnx/activation";
import { arithmetic, logic } from "./onnx/arithmetic";
import { attention, previewAttention } from "./onnx/attention";
import { constant } from "./onnx/constant";
import { control, sequences } from "./onnx/control";
import { convolutions } from "./onnx/convolution";
import { gathering } from "./onnx/gather";
import { losses, training } from "./onnx/loss";
import { normalization } from "./onnx/normalization";
import { pooling } from "./onnx/pooling";
import { products } from "./onnx/product";
import { quantization } from "./onnx/quantization";
import { recurrence } from "./onnx/recurrent";
import { reductions } from "./onnx/reduction";
import { resizing } from "./onnx/resize";
import { pieces, shapes } from "./onnx/shape";
import { signal } from "./onnx/signal";
import { strings } from "./onnx/text";
import type { Operator } from "./operator";

/** The versions of an operator, oldest first. */
type Versions = readonly Operator[];

const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  "ai.onnx": [
    activations,
    arithmetic,
    attention,
    constant,
    control,
    convolutions,
    gathering,
    logic,
    losses,
    normalization,
    pieces,
    pooling,
    products,
    quantization,
    recurrence,
    reductions,
    resizing,
    sequences,
    shapes,
    signal,
    strings,
  ],
  "ai.onnx.ml": [machineLearning],
  "ai.onnx.preview": [previewAttention],
  "ai.onnx.preview.training": [training],
  "com.microsoft": [
    contribActivations,
    contribAttention,
    contribConvolutions,
    contribNormalization,
    contribProducts,
    contribQuantization,
    others,
  ],
};

/** All entries: domain (`ai.onnx` spelled out) → operator → versions. */
export const REGISTRY: ReadonlyMap<string, ReadonlyMap<string, Versions>> = new Map(
  Object.entries(FAMILIES).map(([domain, families]) => [domain, gather(domain, families)]),
);

/**
 * The entry for a node under the opset that the model (or the function it stands in) imports: the one with the
 * largest version not above the import's, the newest where the domain is not imported. Undefined: unknown.
 */
export function operatorOf(
  node: Pick<Node, "operator" | "domain">,
  opsets: Model["opsets"],
): Operator | undefined {
  const domain = node.domain === "" ? "ai.onnx" : node.domain;
  const version = opsets.get(domain) ?? Infinity;
  return REGISTRY.get(domain)
    ?.get(node.operator)
    ?.findLast(({ since }) => since <= version);
}

/** @throws where two families claim one operator, or two entries of it one version: a fault of the registry. */
export function gather(domain: string, families: readonly Family[]): ReadonlyMap<string, Versions> {
  const operators = new Map<string, Versions>();
  for (const [name, versions] of families.flatMap((family) => Object.entries(family))) {
    if (operators.has(name)) throw new Error(`Two families of ${domain} describe ${name}.`);
    const sorted = versions.toSorted((left, right) => left.since - right.since);
    const twin = sorted.find(({ since }, index) => since === sorted[index + 1]?.since);
    if (twin !== undefined) throw new Error(`${domain} ${name} ${twin.since} is described twice.`);
    operators.set(name, sorted);
  }
  return operators;
}
