import fc from "fast-check";
import { AttributeProto_AttributeType as Kind, TensorProto_DataType as Type } from "onnx-buf";
import { expect, test } from "vitest";
import type { AttributeValue, Graph } from "../../../src/model/model";
import { printType } from "../../../src/model/print-type";
import type { Tensor } from "../../../src/model/tensor";
import type { AttributeParts, GraphParts, NodeParts, TensorParts } from "./model";
import { readParts } from "./model";

/** A random part of a file: as it is told to protobuf's writer, and what of it should be read. */
interface Said<Parts> {
  readonly parts: Parts;
  readonly read: unknown;
}

/** What we compare of what was read. */
function factsOf(graph: Graph): unknown {
  return {
    name: graph.name,
    docString: graph.docString,
    metadata: [...graph.metadata],
    inputs: graph.inputs.map(({ name, type }) => [name, printType(type)]),
    tensors: [...graph.tensors.values()].map(tensorFacts),
    nodes: graph.nodes.map(
      ({ operator, domain, overload, inputs, outputs, docString, metadata, attributes }) => ({
        ...{ operator, domain, overload, inputs, outputs, docString, metadata: [...metadata] },
        attributes: Array.from(attributes, ([name, value]) => [name, attributeFacts(value)]),
      }),
    ),
  };
}

function tensorFacts({ name, dtype, shape, inline }: Tensor): unknown {
  return [name, dtype, shape, [...(inline ?? [])]];
}

function attributeFacts(attribute: AttributeValue): unknown {
  if (attribute.kind === "graph") return factsOf(attribute.value);
  if (attribute.kind === "tensor") return tensorFacts(attribute.value);
  return attribute.kind === "reference" ? attribute.name : attribute.value;
}

/** Any Unicode; empty and repeated names have tests of their own. */
const text = fc.string({ unit: "binary", maxLength: 12 });
const name = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
const float = fc.float({ noNaN: true });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
/** A `number` where a double is exact. */
const integer = (value: bigint) => (BigInt(Number(value)) === value && safe(value) ? Number(value) : value);
const safe = (value: bigint) => value >= -(2n ** 53n) && value < 2n ** 53n;
const bytes = (value: string) => Uint8Array.from(Buffer.from(value));

const metadata = fc
  .uniqueArray(fc.record({ key: text, value: text }), { maxLength: 3, selector: ({ key }) => key })
  .map((parts) => ({ parts, read: parts.map(({ key, value }) => [key, value]) }));

const tensor: fc.Arbitrary<Said<TensorParts & { readonly name: string }>> = fc
  .tuple(name, fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }))
  .chain(([name, dims]) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    return fc.uint8Array({ minLength: size, maxLength: size }).map((rawData) => ({
      parts: { name, dims: dims.map(BigInt), dataType: Type.UINT8, rawData: Uint8Array.from(rawData) },
      read: [name, "uint8", dims, [...rawData]],
    }));
  });

const leaf: fc.Arbitrary<Said<AttributeParts>> = fc.oneof(
  float.map((f) => ({ parts: { type: Kind.FLOAT, f }, read: f })),
  int64.map((i) => ({ parts: { type: Kind.INT, i }, read: integer(i) })),
  text.map((s) => ({ parts: { type: Kind.STRING, s: bytes(s) }, read: s })),
  fc.array(float, { maxLength: 4 }).map((floats) => ({ parts: { type: Kind.FLOATS, floats }, read: floats })),
  fc
    .array(int64, { maxLength: 4 })
    .map((ints) => ({ parts: { type: Kind.INTS, ints }, read: ints.map(integer) })),
  fc.array(text, { maxLength: 4 }).map((some) => ({
    parts: { type: Kind.STRINGS, strings: some.map(bytes) },
    read: some,
  })),
  tensor.map(({ parts, read }) => ({ parts: { type: Kind.TENSOR, t: parts }, read })),
  name.map((refAttrName) => ({ parts: { type: Kind.INT, refAttrName }, read: refAttrName })),
);

function nodes(attribute: fc.Arbitrary<Said<AttributeParts>>): fc.Arbitrary<Said<NodeParts>> {
  const attributes = fc.uniqueArray(fc.tuple(name, attribute), { maxLength: 4, selector: ([name]) => name });
  return fc
    .record({
      operator: name,
      domain: fc.constantFrom("", "local"),
      overload: text,
      inputs: fc.array(text, { maxLength: 4 }),
      outputs: fc.array(text, { maxLength: 3 }),
      docString: text,
      metadata,
      attributes,
    })
    .map(({ operator, inputs, outputs, metadata, attributes, ...rest }) => ({
      parts: {
        ...rest,
        opType: operator,
        input: inputs,
        output: outputs,
        metadataProps: metadata.parts,
        attribute: attributes.map(([name, { parts }]) => ({ ...parts, name })),
      },
      read: {
        ...rest,
        ...{ operator, inputs, outputs, metadata: metadata.read },
        attributes: attributes.map(([name, { read }]) => [name, read]),
      },
    }));
}

function graphs(attribute: fc.Arbitrary<Said<AttributeParts>>): fc.Arbitrary<Said<GraphParts>> {
  return fc
    .record({
      name: text,
      docString: text,
      metadata,
      inputs: fc.array(name, { minLength: 1, maxLength: 3 }),
      nodes: fc.array(nodes(attribute), { maxLength: 5 }),
      tensors: fc.uniqueArray(tensor, { maxLength: 4, selector: ({ parts }) => parts.name }),
    })
    .map(({ metadata, inputs, nodes, tensors, ...rest }) => ({
      parts: {
        ...rest,
        metadataProps: metadata.parts,
        input: inputs.map((name) => ({ name })),
        node: nodes.map(({ parts }) => parts),
        initializer: tensors.map(({ parts }) => parts),
      },
      read: {
        ...rest,
        metadata: metadata.read,
        inputs: inputs.map((name) => [name, ""]),
        nodes: nodes.map(({ read }) => read),
        tensors: tensors.map(({ read }) => read),
      },
    }));
}

const holding = (inner: fc.Arbitrary<Said<GraphParts>>): fc.Arbitrary<Said<AttributeParts>> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: inner.map(({ parts, read }) => ({ parts: { type: Kind.GRAPH, g: parts }, read })),
    },
  );

test("what protobuf's writer wrote is read, whatever it is", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(graphs(holding(graphs(holding(graphs(leaf))))), async ({ parts, read }) => {
      const model = await readParts({ irVersion: 10n, opsetImport: [{ version: 21n }], graph: parts });
      expect(factsOf(model.graph)).toEqual(read);
    }),
    { numRuns: 200 },
  );
});

test("every node of a model has an id of its own, whatever the names", async () => {
  const few = fc.constantFrom("a", "a/b", "b/a", "b", "Op_0", "");
  const node = fc.record({ name: few, attribute: few }).map(({ name, attribute }) => ({
    name,
    opType: "Op",
    attribute: [
      { name: attribute, type: Kind.GRAPH, g: { node: [{ name: "b", opType: "Op" }, { opType: "Op" }] } },
    ],
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 6 }), async (parts) => {
      const { graph } = await readParts({ graph: { node: parts } });
      const all = [graph, ...graph.nodes.flatMap((one) => subgraphs(one.attributes))];
      const ids = all.flatMap(({ nodes }) => nodes.map(({ id }) => id));
      expect(ids).toHaveLength(3 * parts.length);
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(all.map(({ path }) => path)).size).toBe(all.length);
    }),
    { numRuns: 400 },
  );
});

function subgraphs(attributes: ReadonlyMap<string, AttributeValue>): Graph[] {
  return [...attributes.values()].flatMap((one) => (one.kind === "graph" ? one.value : []));
}
