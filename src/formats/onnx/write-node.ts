import type { AttributeValue, Node } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import { writeGraph } from "./write-graph";
import type { DataOf } from "./write-tensor";
import { writeSparse, writeTensor } from "./write-tensor";
import { writeType } from "./write-type";
import { MessageWriter } from "./write-wire";

/** What of a node a runtime needs. */
export type NodeParts = Pick<
  Node,
  "name" | "operator" | "domain" | "overload" | "inputs" | "outputs" | "attributes"
>;

/** NodeProto. */
export function writeNode(node: NodeParts, dataOf: DataOf): MessageWriter {
  const message = new MessageWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.name).text(4, node.operator);
  for (const [name, value] of node.attributes) message.message(5, writeAttribute(name, value, dataOf));
  if (node.domain !== "") message.text(7, node.domain);
  return node.overload === "" ? message : message.text(8, node.overload);
}

/** AttributeProto; its type (field 20) is one of AttributeProto.AttributeType. */
export function writeAttribute(name: string, attribute: AttributeValue, dataOf: DataOf): MessageWriter {
  const message = new MessageWriter().text(1, name);
  switch (attribute.kind) {
    case "float":
      return message.float(2, attribute.value).int(20, 1);
    case "int":
      return message.int(3, attribute.value).int(20, 2);
    case "string":
      return message.text(4, attribute.value).int(20, 3);
    case "tensor":
      return writeOne(message, attribute.value, dataOf);
    case "graph":
      return message.message(6, writeGraph(attribute.value, dataOf)).int(20, 5);
    case "floats":
      return message.packedFloats(7, attribute.value).int(20, 6);
    case "ints":
      return message.packedInts(8, attribute.value).int(20, 7);
    case "strings":
      for (const value of attribute.value) message.text(9, value);
      return message.int(20, 8);
    case "tensors":
      return writeSeveral(message, attribute.value, dataOf);
    case "graphs":
      for (const value of attribute.value) message.message(11, writeGraph(value, dataOf));
      return message.int(20, 10);
    case "type":
      return message.message(14, writeType(attribute.value)).int(20, 13);
    case "types":
      for (const value of attribute.value) message.message(15, writeType(value));
      return message.int(20, 14);
    case "reference":
      return message.text(21, attribute.name);
  }
}

function writeOne(message: MessageWriter, tensor: Tensor, dataOf: DataOf): MessageWriter {
  return tensor.location.kind === "sparse"
    ? message.message(22, writeSparse(tensor, tensor.location, dataOf)).int(20, 11)
    : message.message(5, writeTensor(tensor, dataOf)).int(20, 4);
}

function writeSeveral(message: MessageWriter, tensors: readonly Tensor[], dataOf: DataOf): MessageWriter {
  const sparse = tensors[0]?.location.kind === "sparse";
  for (const tensor of tensors) {
    if (tensor.location.kind === "sparse") message.message(23, writeSparse(tensor, tensor.location, dataOf));
    else message.message(10, writeTensor(tensor, dataOf));
  }
  return message.int(20, sparse ? 12 : 9);
}
