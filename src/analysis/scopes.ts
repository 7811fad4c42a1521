import type { Node } from "../model/model";

/** Where a node stands in the program that made it. */
export interface Scope {
  /** What tells it from its siblings: `layer1.0`, or its place in a call: `layer1.0.conv1`. */
  readonly name: string;
  /** The class of the module, where the exporter wrote it: `Bottleneck`. */
  readonly type: string | undefined;
}

/** Deeper scopes are joined into the last one: names made by joining others have dozens of slashes. */
const MAX_DEPTH = 12;

/** The scopes around a node, outermost first, from what its exporter wrote of them, else from its name. */
export function scopesOf(node: Node): readonly Scope[] {
  const scopes = scopesOfExporter(node) ?? scopesOfName(node.name);
  if (scopes.length <= MAX_DEPTH) return scopes;
  const rest = scopes.slice(MAX_DEPTH - 1);
  const joined = { name: rest.map((scope) => scope.name).join("/"), type: undefined };
  return [...scopes.slice(0, MAX_DEPTH - 1), joined];
}

/**
 * What torch.onnx with `dynamo=True` writes on each node: `name_scopes` and `class_hierarchy` are printed Python
 * lists from the whole model ('') down to the operator; older versions write both in one `namespace`.
 */
function scopesOfExporter(node: Node): readonly Scope[] | undefined {
  const names = node.metadata.get("pkg.torch.onnx.name_scopes");
  if (names !== undefined) {
    const classes = listOf(node.metadata.get("pkg.torch.onnx.class_hierarchy") ?? "");
    const scopes = listOf(names).map((name, index) => ({ name, type: lastPart(classes[index]) }));
    return scopes.slice(0, -1).filter((scope) => scope.name !== "");
  }
  const namespace = node.metadata.get("namespace") ?? node.metadata.get("pkg.torch.onnx.namespace");
  if (namespace === undefined) return undefined;
  const scopes = namespace.split("/").map((part) => {
    const [name = "", type] = part.split(": ");
    return { name: name.replace(/:$/, ""), type: lastPart(type) };
  });
  return scopes.slice(0, -1).filter((scope) => scope.name !== "");
}

/** The strings of a printed Python list. */
function listOf(text: string): readonly string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? "");
}

function lastPart(type: string | undefined): string | undefined {
  if (type === undefined || type === "") return undefined;
  return type.slice(type.lastIndexOf(".") + 1);
}

function scopesOfName(name: string): readonly Scope[] {
  const separator = ["/", "::", "."].find((one) => name.includes(one));
  if (separator === undefined) return [];
  const parts = name.split(separator).filter((part) => part !== "");
  return parts.slice(0, -1).map((part) => ({ name: part, type: undefined }));
}
