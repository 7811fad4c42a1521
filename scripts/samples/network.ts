import type { NodeParts } from "../../src/formats/onnx/write-node";
import { writeModel } from "../../src/formats/onnx/write";
import { MessageWriter } from "../../src/formats/onnx/write-wire";
import type { Expression } from "../../src/model/expression";
import { symbol } from "../../src/model/expression";
import type { AttributeValue, ValueInfo } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { elementsOf } from "../../src/model/tensor";
import type { Random } from "../../src/running/inputs/random";

/** An ONNX model that grows node by node, with names as PyTorch's exporter gives them. */
export class Network {
  private readonly nodes: NodeParts[] = [];
  private readonly tensors = new Map<string, Tensor>();

  constructor(
    readonly random: Random,
    /** A sentence for the model's documentation. */
    private readonly story: string,
  ) {}

  /** Stores float32 elements. @param name as in PyTorch: `stem.conv.weight`. */
  store(name: string, shape: readonly number[], elements: Iterable<number>): string {
    const inline = new Uint8Array(Float32Array.from(elements).buffer);
    this.tensors.set(name, { name, dtype: "float32", shape, location: { kind: "absent" }, inline });
    return name;
  }

  /** Stores normal numbers of mean 0, and tells them. @param deviation of them. */
  storeNormal(name: string, shape: readonly number[], deviation: number): readonly number[] {
    const elements = Array.from({ length: elementsOf(shape) }, () => deviation * this.random.normal());
    this.store(name, shape, elements);
    return elements;
  }

  /**
   * Adds a node, and tells the name of its output.
   *
   * @param module `stem.conv`, of which the node is a part.
   */
  add(
    operator: string,
    module: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output?: string,
  ): string {
    const name = `/${module.replaceAll(".", "/")}/${operator}`;
    const value = output ?? `${name}_output_0`;
    this.nodes.push({
      name,
      operator,
      domain: "",
      overload: "",
      inputs,
      outputs: [value],
      attributes: new Map(Object.entries(attributes)),
    });
    return value;
  }

  /**
   * The file's bytes.
   *
   * @param input its name and shape.
   * @param output the last value, which becomes the model's.
   */
  finish(
    input: readonly [name: string, shape: readonly Expression[]],
    output: readonly [name: string, shape: readonly Expression[]],
  ): Uint8Array {
    const model = writeModel(
      {
        irVersion: 8,
        opsets: new Map([["ai.onnx", 17]]),
        functions: [],
        graph: {
          name: "main_graph",
          nodes: this.nodes,
          tensors: this.tensors,
          inputs: [floats(...input)],
          outputs: [floats(...output)],
        },
      },
      () => undefined,
    );
    // ModelProto's producer_name and doc_string: two messages one after the other are one merged message.
    const about = new MessageWriter().text(2, "layerscope samples").text(6, this.story).finish();
    return Buffer.concat([about, model]);
  }
}

function floats(name: string, shape: readonly Expression[]): ValueInfo {
  return { name, type: { kind: "tensor", dtype: "float32", shape }, docString: "" };
}

/** A size that the file leaves open. */
export const BATCH = symbol("batch");

export const ints = (...value: readonly number[]): AttributeValue => ({ kind: "ints", value });
export const int = (value: number): AttributeValue => ({ kind: "int", value });
