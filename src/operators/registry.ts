import type { Model, Node } from "../model/model";
import type { Family } from "./entry";
import { FAMILIES } from "./families";
import type { Operator } from "./operator";

/** The versions of an operator, oldest first. */
type Versions = readonly Operator[];

/** All entries: domain (`ai.onnx` spelled out) → operator → versions. */
export const REGISTRY: ReadonlyMap<string, ReadonlyMap<string, Versions>> = new Map(
  Object.entries(FAMILIES).map(([domain, families]) => [domain, gather(domain, families)]),
);

/**
 * The entry for a node under the opset that the model (or the function it stands in) imports: the one with the
 * largest version not above the import's, the newest where the domain is not imported. Undefined: unknown.
 */
export function operatorOf(
  node: Pick<Node, "operator" | "domain">,
  opsets: Model["opsets"],
): Operator | undefined {
  const domain = node.domain === "" ? "ai.onnx" : node.domain;
  const version = opsets.get(domain) ?? Infinity;
  return REGISTRY.get(domain)
    ?.get(node.operator)
    ?.findLast(({ since }) => since <= version);
}

/** @throws where two families claim one operator, or two entries of it one version: a fault of the registry. */
export function gather(domain: string, families: readonly Family[]): ReadonlyMap<string, Versions> {
  const operators = new Map<string, Versions>();
  for (const [name, versions] of families.flatMap((family) => Object.entries(family))) {
    if (operators.has(name)) throw new Error(`Two families of ${domain} describe ${name}.`);
    const sorted = versions.toSorted((left, right) => left.since - right.since);
    const twin = sorted.find(({ since }, index) => since === sorted[index + 1]?.since);
    if (twin !== undefined) throw new Error(`${domain} ${name} ${twin.since} is described twice.`);
    operators.set(name, sorted);
  }
  return operators;
}
