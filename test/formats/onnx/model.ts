import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { create, toBinary } from "@bufbuild/protobuf";
import type {
  AttributeProtoSchema,
  FunctionProtoSchema,
  GraphProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TypeProtoSchema,
} from "onnx-buf";
import { ModelProtoSchema } from "onnx-buf";
import { memorySource } from "../../../src/bytes/memory";
import { openModel } from "../../../src/formats/open";
import type { Model } from "../../../src/model/model";

/** What a writer is told of a message; field names are onnx.proto's, in camel case. */
type Parts<Schema extends DescMessage> = Exclude<MessageInitShape<Schema>, MessageShape<Schema>>;
export type ModelParts = Parts<typeof ModelProtoSchema>;
export type GraphParts = Parts<typeof GraphProtoSchema>;
export type NodeParts = Parts<typeof NodeProtoSchema>;
export type AttributeParts = Parts<typeof AttributeProtoSchema>;
export type TensorParts = Parts<typeof TensorProtoSchema>;
export type TypeParts = Parts<typeof TypeProtoSchema>;
export type FunctionParts = Parts<typeof FunctionProtoSchema>;

/** A model file by a writer that is not ours: protobuf's runtime, with the classes made from onnx.proto. */
export function encode(parts: ModelParts): Uint8Array {
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, parts));
}

/** A model of one graph that has an input, so that it is worth reading whatever else it holds. */
export function withGraph(graph: GraphParts): ModelParts {
  return {
    irVersion: 10n,
    opsetImport: [{ version: 21n }],
    graph: { ...graph, input: [{ name: "given" }, ...(graph.input ?? [])] },
  };
}

/** What is read from a file; a test fails where nothing could be. */
export async function readBytes(
  bytes: Uint8Array,
  siblings: Readonly<Record<string, Uint8Array>> = {},
): Promise<Model> {
  const source = memorySource("model.onnx", bytes, new Map(Object.entries(siblings)));
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  return model.value;
}

export function readParts(
  parts: ModelParts,
  siblings?: Readonly<Record<string, Uint8Array>>,
): Promise<Model> {
  return readBytes(encode(parts), siblings);
}
