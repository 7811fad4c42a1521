import { dataType } from "../formats/onnx/types";
import type { DataType } from "../model/dtype";
import type { Expression } from "../model/expression";
import { isInteger, symbol } from "../model/expression";
import type { AttributeValue, Node } from "../model/model";
import type { Dimension, Shape, ValueType } from "../model/shape";
import type { Tensor } from "../model/tensor";
import { valueTypeOf } from "../model/tensor";
import { literalElements } from "./literals";
import type { Element, Value } from "./value";
import { UNKNOWN, tensor as tensorValue } from "./value";

/**
 * What an entry's rules see of one node: its attributes and what is known of its inputs, by position. Nothing here
 * throws on a bad file: what is not there, or is of another kind, is undefined or the given default.
 */
export class Context {
  constructor(
    readonly node: Node,
    /** The version of the node's domain that is in force. */
    readonly opset: number,
    readonly inputs: readonly Value[],
  ) {}

  /** Whether the input is there: neither omitted nor cut off. */
  given(index: number): boolean {
    return (this.node.inputs[index] ?? "") !== "";
  }

  input(index: number): Value {
    return this.inputs[index] ?? UNKNOWN;
  }

  type(index: number): ValueType {
    return this.input(index).type;
  }

  shape(index: number): Shape {
    const type = this.type(index);
    return type.kind === "tensor" || type.kind === "sparse" ? type.shape : undefined;
  }

  rank(index: number): number | undefined {
    return this.shape(index)?.length;
  }

  /** One dimension; a negative axis counts from the end. */
  dimension(index: number, axis: number): Dimension {
    return this.shape(index)?.at(axis);
  }

  dtype(index: number): DataType | undefined {
    const type = this.type(index);
    return type.kind === "tensor" || type.kind === "sparse" ? type.dtype : undefined;
  }

  /** The input's elements, each known or not; undefined where nothing is known of them. */
  elements(index: number): readonly Element[] | undefined {
    return this.input(index).elements;
  }

  /** The input's elements where all are known as plain whole numbers: axes, pads, repeats. */
  numbers(index: number): readonly number[] | undefined {
    const elements = this.elements(index);
    const numbers = elements?.filter(isInteger).map(Number).filter(Number.isInteger);
    return numbers?.length === elements?.length ? numbers : undefined;
  }

  /** The input's only element, where it is known. */
  scalar(index: number): Expression | undefined {
    const elements = this.elements(index);
    return elements?.length === 1 ? elements[0] : undefined;
  }

  attribute(name: string): AttributeValue | undefined {
    return this.node.attributes.get(name);
  }

  int(name: string): number | undefined;
  int(name: string, otherwise: number): number;
  int(name: string, otherwise?: number): number | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "int" ? Number(attribute.value) : otherwise;
  }

  /** A data type that stands in an attribute by its number. */
  typeNamed(name: string): DataType | undefined {
    const number = this.int(name);
    return number === undefined ? undefined : dataType(number);
  }

  flag(name: string, otherwise = false): boolean {
    return this.int(name, otherwise ? 1 : 0) !== 0;
  }

  ints(name: string): readonly number[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "ints" ? attribute.value.map(Number) : undefined;
  }

  float(name: string): number | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "float" ? attribute.value : undefined;
  }

  floats(name: string): readonly number[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "floats" ? attribute.value : undefined;
  }

  text(name: string): string | undefined;
  text(name: string, otherwise: string): string;
  text(name: string, otherwise?: string): string | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "string" ? attribute.value : otherwise;
  }

  strings(name: string): readonly string[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "strings" ? attribute.value : undefined;
  }

  tensor(name: string): Tensor | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === "tensor" ? attribute.value : undefined;
  }

  /** A stored tensor as a value, its elements decoded where they are few. */
  stored(tensor: Tensor): Value {
    return tensorValue(valueTypeOf(tensor), tensor.shape, literalElements(tensor));
  }

  /**
   * A dimension that hangs on values: a symbol that names what it counts and the node, `nonzero_NODE`. The same word
   * gives the same symbol.
   */
  fresh(word: string): Expression {
    return symbol(`${word}_${this.node.name}`);
  }
}
