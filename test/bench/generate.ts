import type { Pieces } from "./protobuf";
import { bytes, int, message, text } from "./protobuf";

/** Nodes of a block: a gated convolution with a residual sum; one stored weight. */
const BLOCK_NODES = 5;
/** Of each convolution; its weight takes 2304 bytes. */
const CHANNELS = 8;
const KERNEL = 3;
const FLOAT_BYTES = 4;

/** How a model calls its things. */
interface Naming {
  readonly node: (block: number, operator: string, index: number) => string;
  readonly value: (block: number, operator: string, index: number) => string;
  readonly weight: (block: number) => string;
}

/** As exporters without scopes name things: operator and number. */
const FLAT: Naming = {
  node: (_, operator, index) => `${operator}_${String(index)}`,
  value: (_, __, index) => String(index),
  weight: (block) => `weight_${String(block)}`,
};

const LAYERS = 4;
const MODULES: Readonly<Record<string, string>> = {
  Conv: "conv/Conv",
  Relu: "act/Relu",
  Sigmoid: "gate/Sigmoid",
  Mul: "gate/Mul",
  Add: "Add",
};

/** As torch names things: `/layer1/block.3/conv/Conv`. */
function scopedNaming(blocks: number): Naming {
  const perLayer = Math.ceil(blocks / LAYERS);
  const place = (block: number): readonly [layer: number, block: number] => [
    Math.floor(block / perLayer) + 1,
    block % perLayer,
  ];
  const node = (block: number, operator: string): string => {
    const [layer, inLayer] = place(block);
    return `/layer${String(layer)}/block.${String(inLayer)}/${MODULES[operator] ?? operator}`;
  };
  return {
    node,
    value: (block, operator) => `${node(block, operator)}_output_0`,
    weight: (block) => {
      const [layer, inLayer] = place(block);
      return `layer${String(layer)}.block.${String(inLayer)}.conv.weight`;
    },
  };
}

/** A chain of residual blocks whose names say nothing of their structure; a stored weight for every five nodes. */
export function flat(nodes: number): Pieces {
  return chain(nodes, FLAT);
}

/** The same chain with names in scopes of three levels. */
export function scoped(nodes: number): Pieces {
  return chain(nodes, scopedNaming(Math.ceil(nodes / BLOCK_NODES)));
}

/** Scopes in a scope, and scopes around a block of 20,000: as deep as generated code nests them. */
const BRANCHES = 4;
const DEPTH = 8;

/** The same chain with names in scopes of eight levels. */
export function deep(nodes: number): Pieces {
  const scope = (block: number): string =>
    Array.from(
      { length: DEPTH },
      (_, level) => Math.floor(block / BRANCHES ** (DEPTH - 1 - level)) % BRANCHES,
    )
      .map((branch, level) => `level${String(level)}.${String(branch)}`)
      .join("/");
  const node: Naming["node"] = (block, operator) => `/${scope(block)}/${MODULES[operator] ?? operator}`;
  return chain(nodes, {
    node,
    value: (block, operator, index) => `${node(block, operator, index)}_output_0`,
    weight: (block) => `${scope(block).replaceAll("/", ".")}.weight`,
  });
}

/** A chain whose weights lie in another file and add up to about so many bytes; and how long that file is. */
export function external(
  nodes: number,
  weightBytes: number,
  file: string,
): { readonly model: Pieces; readonly bytes: number } {
  const blocks = Math.ceil(nodes / BLOCK_NODES);
  const channels = channelsFor(blocks, weightBytes);
  const model = chain(nodes, scopedNaming(blocks), { channels, file });
  return { model, bytes: blocks * weightSize(channels) };
}

/** Such chains side by side from one input on, block by block in turn: a graph that is as wide as it is long. */
export function wide(nodes: number, chains: number): Pieces {
  return chain(nodes, FLAT, { chains });
}

/** A chain whose weights are holes of equal size that add up to about so many bytes. */
export function heavy(nodes: number, weightBytes: number): Pieces {
  const blocks = Math.ceil(nodes / BLOCK_NODES);
  return chain(nodes, scopedNaming(blocks), { channels: channelsFor(blocks, weightBytes) });
}

function channelsFor(blocks: number, weightBytes: number): number {
  return Math.floor(Math.sqrt(weightBytes / blocks / weightSize(1)));
}

/** Bytes of a convolution's weight. */
function weightSize(channels: number): number {
  return channels * channels * KERNEL * KERNEL * FLOAT_BYTES;
}

function chain(nodes: number, naming: Naming, { channels = CHANNELS, chains = 1, file = "" } = {}): Pieces {
  const written: Pieces[] = [];
  const weights: Pieces[] = [];
  let count = 0;
  const add = (
    block: number,
    operator: string,
    inputs: readonly string[],
    attributes: Pieces = [],
  ): string => {
    const index = count++;
    const output = naming.value(block, operator, index);
    written.push(node(operator, naming.node(block, operator, index), inputs, output, attributes));
    return output;
  };
  const trunks = new Array<string>(chains).fill("input");
  for (let block = 0; count < nodes; block++) {
    const trunk = trunks[block % chains] ?? "input";
    const weight = naming.weight(block);
    const place = file === "" ? undefined : { file, offset: block * weightSize(channels) };
    weights.push(tensor(weight, [channels, channels, KERNEL, KERNEL], place));
    const summed = add(block, "Conv", [trunk, weight], CONV_ATTRIBUTES);
    const active = add(block, "Relu", [summed]);
    const gate = add(block, "Sigmoid", [active]);
    const gated = add(block, "Mul", [active, gate]);
    trunks[block % chains] = add(block, "Add", [gated, trunk]);
  }
  const shape = [1, channels, 32, 32];
  const graph = message([
    ...written.map((one) => bytes(1, one)),
    text(2, "generated"),
    ...weights.map((one) => bytes(5, one)),
    bytes(11, valueInfo("input", shape)),
    ...trunks.map((trunk) => bytes(12, valueInfo(trunk, shape))),
  ]);
  return message([int(1, 8), text(2, "layerscope-bench"), bytes(7, graph), bytes(8, int(2, 17))]);
}

// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

function node(
  operator: string,
  name: string,
  inputs: readonly string[],
  output: string,
  attributes: Pieces,
): Pieces {
  const ends = [...inputs.map((input) => text(1, input)), text(2, output)];
  return message([...ends, text(3, name), text(4, operator), attributes]);
}

const INTS = 7;

function integers(name: string, values: readonly number[]): Pieces {
  return bytes(5, message([text(1, name), ...values.map((value) => int(8, value)), int(20, INTS)]));
}

const CONV_ATTRIBUTES = message([
  integers("kernel_shape", [KERNEL, KERNEL]),
  integers("pads", [1, 1, 1, 1]),
  integers("strides", [1, 1]),
]);

const FLOAT = 1;

const EXTERNAL = 1;

/** @param place where its elements lie, if not here */
function tensor(
  name: string,
  dims: readonly number[],
  place?: { readonly file: string; readonly offset: number },
): Pieces {
  const hole = dims.reduce((size, dim) => size * dim, FLOAT_BYTES);
  const head = [...dims.map((dim) => int(1, dim)), int(2, FLOAT), text(8, name)];
  if (place === undefined) return message([...head, bytes(9, [{ hole }])]);
  const entries = { location: place.file, offset: String(place.offset), length: String(hole) };
  const data = Object.entries(entries).map(([key, value]) =>
    bytes(13, message([text(1, key), text(2, value)])),
  );
  return message([...head, ...data, int(14, EXTERNAL)]);
}

function valueInfo(name: string, shape: readonly number[]): Pieces {
  const dims = shape.map((dim) => bytes(1, int(1, dim)));
  const type = message([int(1, FLOAT), bytes(2, message(dims))]);
  return message([text(1, name), bytes(2, bytes(1, type))]);
}
