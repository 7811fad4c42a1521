import type { Expression } from "../model/expression";
import { print, symbol, symbolsOf } from "../model/expression";
import { substitute } from "../model/substitute";
import type { Model, ValueInfo } from "../model/model";
import type { Dimension, Shape, ValueType } from "../model/shape";

/** What a person fixes that the file leaves open. */
export interface Assumptions {
  /** By symbol: `batch` → 8. */
  readonly dimensions: ReadonlyMap<string, number>;
  /** By input: the whole shape. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

export const NO_ASSUMPTIONS: Assumptions = { dimensions: new Map(), shapes: new Map() };

/** The types of the main graph's inputs under these assumptions; a shape given for an input also fixes its symbols. */
export function assumedInputs(model: Model, assumptions: Assumptions): ReadonlyMap<string, ValueType> {
  const bindings = bindingsOf(model, assumptions);
  const types = new Map<string, ValueType>();
  for (const { name, type } of model.graph.inputs) {
    const shape = assumptions.shapes.get(name);
    if (type.kind !== "tensor" && type.kind !== "sparse") types.set(name, type);
    else types.set(name, { ...type, shape: shape ?? substituted(namedShape(name, type.shape), bindings) });
  }
  return types;
}

/** A dimension that the file leaves open without a name gets one: the input's and the axis. */
function namedShape(input: string, shape: Shape): Shape {
  return shape?.map((size, axis) => size ?? symbol(`${input}_${String(axis)}`));
}

/** What each symbol stands for: a dimension that a person gave, else what a given shape says of it. */
export function bindingsOf(model: Model, assumptions: Assumptions): ReadonlyMap<string, Expression> {
  const bindings = new Map<string, Expression>();
  for (const { name, type } of model.graph.inputs) {
    const given = assumptions.shapes.get(name);
    namedShape(name, declaredShape(type))?.forEach((size, axis) => {
      const text = size === undefined ? undefined : print(size);
      const length = given?.[axis];
      // Only a bare symbol is fixed: an expression such as 2*n is not solved.
      if (size !== undefined && text !== undefined && length !== undefined && isSymbol(size)) {
        bindings.set(text, length);
      }
    });
  }
  for (const [name, size] of assumptions.dimensions) bindings.set(print(symbol(name)), size);
  return bindings;
}

/** What a dimension of an input usually is, by where it stands: enough to propose sizes. */
type DimensionKind = "batch" | "side" | "length";

/** The symbols in the inputs' shapes, in the order of their first appearance, with what they usually are. */
export function inputSymbols(model: Model): ReadonlyMap<string, DimensionKind> {
  const kinds = new Map<string, DimensionKind>();
  for (const { name, type } of model.graph.inputs) {
    if (model.graph.tensors.has(name)) continue;
    const shape = namedShape(name, declaredShape(type)) ?? [];
    shape.forEach((size, axis) => {
      for (const text of size === undefined ? [] : symbolsOf(size)) {
        // A name that is no identifier stands in backquotes in expressions; the name itself has none.
        const symbol = text.replace(/^`(.*)`$/, "$1");
        if (!kinds.has(symbol)) kinds.set(symbol, kindAt(axis, shape.length));
      }
    });
  }
  return kinds;
}

/** Images have four axes and more, sequences and tables fewer; the first counts samples. */
function kindAt(axis: number, rank: number): DimensionKind {
  if (axis === 0) return "batch";
  return rank >= 4 ? "side" : "length";
}

function isSymbol(size: Expression): boolean {
  if (typeof size !== "object") return false;
  const [term, ...more] = size.terms;
  return (
    more.length === 0 &&
    term?.coefficient === 1 &&
    term.factors.length === 1 &&
    term.factors[0]?.call === "symbol"
  );
}

/** The shape with every symbol that is fixed replaced. */
export function substituted(shape: Shape, bindings: ReadonlyMap<string, Expression>): Shape {
  return shape?.map((size): Dimension => (size === undefined ? undefined : substitute(size, bindings)));
}

function declaredShape(type: ValueInfo["type"]): Shape {
  return type.kind === "tensor" || type.kind === "sparse" ? type.shape : undefined;
}
