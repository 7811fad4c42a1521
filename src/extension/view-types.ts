/** The editors that VS Code knows us by: one that opens its files by itself, one that a person chooses for JSON. */
export const ONNX_VIEW = "layerscope.onnx";
export const TFJS_VIEW = "layerscope.tfjs";

/** The editor for a file: JSON has one of its own, since most of it is no model. */
export function viewTypeFor(path: string): string {
  return path.toLowerCase().endsWith(".json") ? TFJS_VIEW : ONNX_VIEW;
}
