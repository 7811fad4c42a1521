/** A field of a message, by onnx.proto's name (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
interface Field {
  readonly name: string;
  /** The message that the field holds; absent for numbers, strings and bytes. */
  readonly message?: Message;
  /** Elements of a tensor, which may be gigabytes: stepped over, not read. */
  readonly data?: true;
}

export type Message =
  | "Model"
  | "Graph"
  | "Node"
  | "Attribute"
  | "Tensor"
  | "SparseTensor"
  | "ValueInfo"
  | "Type"
  | "Function"
  | "TrainingInfo";

const of = (name: string, message: Message): Field => ({ name, message });
const plain = (name: string): Field => ({ name });
const data = (name: string): Field => ({ name, data: true });

/**
 * The messages on the way to a tensor's bytes, and those in which a person wants to know where a problem is.
 * What is not listed is either small or unknown.
 */
export const SCHEMA: Readonly<Record<Message, Readonly<Record<number, Field>>>> = {
  Model: {
    1: plain("ir_version"),
    2: plain("producer_name"),
    3: plain("producer_version"),
    4: plain("domain"),
    5: plain("model_version"),
    6: plain("doc_string"),
    7: of("graph", "Graph"),
    8: plain("opset_import"),
    14: plain("metadata_props"),
    20: of("training_info", "TrainingInfo"),
    25: of("functions", "Function"),
    26: plain("configuration"),
  },
  Graph: {
    1: of("node", "Node"),
    2: plain("name"),
    5: of("initializer", "Tensor"),
    10: plain("doc_string"),
    11: of("input", "ValueInfo"),
    12: of("output", "ValueInfo"),
    13: of("value_info", "ValueInfo"),
    14: plain("quantization_annotation"),
    15: of("sparse_initializer", "SparseTensor"),
    16: plain("metadata_props"),
  },
  Node: {
    1: plain("input"),
    2: plain("output"),
    3: plain("name"),
    4: plain("op_type"),
    5: of("attribute", "Attribute"),
    6: plain("doc_string"),
    7: plain("domain"),
    8: plain("overload"),
    9: plain("metadata_props"),
    10: plain("device_configurations"),
  },
  Attribute: {
    1: plain("name"),
    4: plain("s"),
    5: of("t", "Tensor"),
    6: of("g", "Graph"),
    7: plain("floats"),
    8: plain("ints"),
    9: plain("strings"),
    10: of("tensors", "Tensor"),
    11: of("graphs", "Graph"),
    13: plain("doc_string"),
    14: of("tp", "Type"),
    15: of("type_protos", "Type"),
    21: plain("ref_attr_name"),
    22: of("sparse_tensor", "SparseTensor"),
    23: of("sparse_tensors", "SparseTensor"),
  },
  Tensor: {
    1: plain("dims"),
    4: data("float_data"),
    5: data("int32_data"),
    6: plain("string_data"),
    7: data("int64_data"),
    8: plain("name"),
    9: data("raw_data"),
    10: data("double_data"),
    11: data("uint64_data"),
    12: plain("doc_string"),
    13: plain("external_data"),
    16: plain("metadata_props"),
  },
  SparseTensor: { 1: of("values", "Tensor"), 2: of("indices", "Tensor"), 3: plain("dims") },
  ValueInfo: { 1: plain("name"), 2: of("type", "Type"), 3: plain("doc_string"), 4: plain("metadata_props") },
  Type: { 1: plain("tensor_type"), 6: plain("denotation") },
  Function: {
    1: plain("name"),
    4: plain("input"),
    5: plain("output"),
    6: plain("attribute"),
    7: of("node", "Node"),
    8: plain("doc_string"),
    9: plain("opset_import"),
    10: plain("domain"),
    11: of("attribute_proto", "Attribute"),
    12: of("value_info", "ValueInfo"),
    13: plain("overload"),
    14: plain("metadata_props"),
  },
  TrainingInfo: { 1: of("initialization", "Graph"), 2: of("algorithm", "Graph") },
};
