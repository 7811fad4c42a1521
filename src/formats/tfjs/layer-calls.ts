import type { Tensor } from "../../model/tensor";
import { Problems } from "../onnx/problems";
import type { LayerCall } from "./expand";
import { Expansion } from "./expand";
import type { Json } from "./json";
import { layersModel } from "./layer";
import { modelOf } from "./read";

/**
 * The calls of all layers of a layers model, by the names that its graph has for them. What is wrong with the file was
 * said when its graph was read.
 *
 * @param json the document of its file.
 * @param tensors of its graph.
 */
export function layerCalls(json: Json, tensors: ReadonlyMap<string, Tensor>): readonly LayerCall[] {
  const parts = modelOf(json);
  const model = parts && layersModel(parts.topology);
  return model === undefined ? [] : new Expansion(model, tensors, new Problems("")).calls;
}
