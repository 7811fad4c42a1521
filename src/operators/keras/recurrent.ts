import { add } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { allProducts, oneProduct } from "../contraction";
import type { Family } from "../entry";
import { bias, constants, entry, kernelOutLast, recurrentOutLast, weight } from "../entry";
import { flag, int, kernel, label, steps, text } from "../label";
import type { Operator } from "../operator";
import { seenAs, settingsOf } from "../seen-as";
import type { Value } from "../value";
import { tensor } from "../value";
import type { Parts } from "../parts";
import { arranged, ones, partsOf, perAxis, slid } from "./layout";

const slots = {
  kernel: kernelOutLast,
  recurrent_kernel: recurrentOutLast,
  bias,
  ...constants("initial_state"),
};

const shown = label(
  int("units", "units"),
  flag("return_sequences", "sequences"),
  flag("go_backwards", "backwards"),
);

/** The sequence or its last step, `[batch, steps, units]`, and the states where they are asked for. */
function cellOutputs(node: Context, states: number): readonly Value[] {
  const [dtype, units] = [node.dtype(0), node.int("units")];
  const [batch, steps] = [node.dimension(0, 0), node.dimension(0, 1)];
  const last = tensor(dtype, [batch, units]);
  const sequence = node.flag("return_sequences") ? tensor(dtype, [batch, steps, units]) : last;
  return [sequence, ...(node.flag("return_state") ? new Array<Value>(states).fill(last) : [])];
}

/** Each gate multiplies input and state by its matrices, at every step. */
function cellMacs(node: Context, gates: number): Products | undefined {
  const [batch, steps, width] = [0, 1, 2].map((axis) => node.dimension(0, axis));
  const units = node.int("units");
  const both = width === undefined || units === undefined ? undefined : add(width, units);
  return oneProduct(batch, steps, gates, units, both);
}

const cell = (gates: number, states: number): readonly Operator[] => [
  entry(1, "recurrent", "input kernel recurrent_kernel bias initial_state…", "output state…", {
    slots,
    label: shown,
    infer: (node) => cellOutputs(node, states),
    macs: (node) => cellMacs(node, gates),
  }),
];

/** `[batch, steps, image]`: the spatial axes behind one step's convolution. */
function imageParts(
  node: Context,
  rank: number,
): { frame: Parts; step: Parts; steps: Dimension } | undefined {
  const shape = node.shape(0);
  const size = perAxis(node, "kernel_size", rank);
  if (shape === undefined || size === undefined) return undefined;
  const inside = seenAs(node, { inputs: [tensor(node.dtype(0), shape.toSpliced(1, 1))] });
  const frame = partsOf(inside, rank);
  if (frame === undefined) return undefined;
  const spatial = slid(node, frame.spatial, size, perAxis(node, "strides", rank) ?? ones(rank));
  return { frame, step: { ...frame, spatial, channels: node.int("filters") }, steps: shape[1] };
}

function imageOutputs(node: Context, rank: number): readonly Value[] {
  const parts = imageParts(node, rank);
  const dtype = node.dtype(0);
  if (parts === undefined) return [tensor(dtype, undefined)];
  const last = arranged(node, parts.step);
  const [batch, ...rest] = last ?? [];
  const sequence = node.flag("return_sequences") ? [batch, parts.steps, ...rest] : last;
  const states = node.flag("return_state") ? [tensor(dtype, last), tensor(dtype, last)] : [];
  return [tensor(dtype, sequence), ...states];
}

/** Four gates convolve the input, and with as large a kernel the state. */
function imageMacs(node: Context, rank: number): Products | undefined {
  const parts = imageParts(node, rank);
  const size = perAxis(node, "kernel_size", rank);
  if (parts === undefined || size === undefined) return undefined;
  const { frame, step, steps: count } = parts;
  const from = (channels: Dimension) =>
    oneProduct(step.batch, count, step.spatial, 4, step.channels, size, channels);
  return allProducts(from(frame.channels), from(step.channels));
}

const image = (rank: number): readonly Operator[] => [
  entry(1, "recurrent", "input kernel recurrent_kernel bias initial_state…", "output state…", {
    slots,
    label: label(
      kernel("kernel_size"),
      int("filters", "filters"),
      steps("strides", "stride"),
      text("padding", "valid"),
      flag("return_sequences", "sequences"),
    ),
    infer: (node) => imageOutputs(node, rank),
    macs: (node) => imageMacs(node, rank),
  }),
];

const GATES: ReadonlyMap<string, readonly [gates: number, states: number]> = new Map([
  ["SimpleRNNCell", [1, 1]],
  ["GRUCell", [3, 1]],
  ["LSTMCell", [4, 2]],
]);

/** A layer around one cell: the cell's settings with those of the sequence. */
function aroundCell(
  node: Context,
): { readonly seen: Context; readonly sizes: readonly [number, number] } | undefined {
  const sizes = GATES.get(node.text("cell", ""));
  const attributes = new Map([...node.node.attributes, ...settingsOf(node, "cell")]);
  return sizes && { seen: seenAs(node, { attributes }), sizes };
}

export const recurrence: Family = {
  SimpleRNN: cell(1, 1),
  GRU: cell(3, 1),
  LSTM: cell(4, 2),
  ConvLSTM1D: image(1),
  ConvLSTM2D: image(2),
  ConvLSTM3D: image(3),
  RNN: [
    entry(1, "recurrent", "input weights…", "output state…", {
      slots: { weights: weight },
      label: label(text("cell"), int("cell.units", "units"), flag("return_sequences", "sequences")),
      infer: (node) => {
        const around = aroundCell(node);
        return around === undefined ? [] : cellOutputs(around.seen, around.sizes[1]);
      },
      macs: (node) => {
        const around = aroundCell(node);
        return around && cellMacs(around.seen, around.sizes[0]);
      },
    }),
  ],
};
