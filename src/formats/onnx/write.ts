import type { Model, ModelFunction } from "../../model/model";
import { writeAttribute, writeNode } from "./write-node";
import type { GraphParts } from "./write-graph";
import { writeGraph } from "./write-graph";
import type { DataOf } from "./write-tensor";
import { writeValueInfo } from "./write-type";
import { MessageWriter } from "./write-wire";

/** What of a model a runtime needs. */
interface ModelParts extends Pick<Model, "irVersion" | "opsets" | "functions"> {
  readonly graph: GraphParts;
}

/**
 * The bytes of a ModelProto: what a runtime is given where a part of a model is run on its own, or a model that was
 * changed. Documentation, metadata and inner types are left out.
 *
 * @param dataOf the elements of tensors that do not carry them.
 */
export function writeModel(model: ModelParts, dataOf: DataOf): Uint8Array {
  const message = new MessageWriter();
  if (model.irVersion !== undefined) message.int(1, model.irVersion);
  message.message(7, writeGraph(model.graph, dataOf));
  writeOpsets(message, 8, model.opsets);
  for (const one of model.functions) message.message(25, writeFunction(one, dataOf));
  return message.finish();
}

function writeOpsets(message: MessageWriter, field: number, opsets: Model["opsets"]): void {
  for (const [domain, version] of opsets) {
    const name = domain === "ai.onnx" ? "" : domain;
    message.message(field, new MessageWriter().text(1, name).int(2, version));
  }
}

/** FunctionProto. */
function writeFunction(one: ModelFunction, dataOf: DataOf): MessageWriter {
  const message = new MessageWriter().text(1, one.name);
  for (const input of one.inputs) message.text(4, input);
  for (const output of one.outputs) message.text(5, output);
  for (const attribute of one.attributes) message.text(6, attribute);
  for (const node of one.body.nodes) message.message(7, writeNode(node, dataOf));
  writeOpsets(message, 9, one.opsets);
  message.text(10, one.domain);
  for (const [name, value] of one.defaults) message.message(11, writeAttribute(name, value, dataOf));
  for (const info of one.body.declared.values()) message.message(12, writeValueInfo(info));
  return one.overload === "" ? message : message.text(13, one.overload);
}
