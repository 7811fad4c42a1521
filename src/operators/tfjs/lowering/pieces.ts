import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import { isInteger } from "../../../model/expression";
import type { Part } from "../strided-slice";
import { rangesOf } from "../strided-slice";
import type { Recipe } from "./steering";
import { inTypeOf, list, scalar, sizes } from "./steering";

/** Beyond any axis, either way. */
const FAR = 2 ** 31 - 1;

const joined =
  (axisAt: (inputs: number) => number): Lower =>
  (recipe) => {
    const { node, emit, inputNames } = recipe;
    const at = axisAt(inputNames.length);
    const [axis] = node.numbers(at) ?? [];
    const operands = inputNames.map((_, index) => index).filter((index) => index !== at);
    const [first] = operands;
    if (axis === undefined || first === undefined) return undefined;
    return [
      emit.one(
        "Concat",
        operands.map((index) => inTypeOf(recipe, index, first)),
        { axis },
      ),
    ];
  };

const packed: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const axis = node.int("axis", 0);
  const raised = inputNames.map((_, index) => emit.unsqueeze(inTypeOf(recipe, index, 0), [axis]));
  return [emit.one("Concat", raised, { axis })];
};

const unpacked: Lower = ({ node, emit, inputNames: [x = ""], outputs }) =>
  outputs.map((_, index) => emit.one("Gather", [x, emit.ints(index)], { axis: node.int("axis", 0) }));

/** As long as the outputs are. */
const parted =
  (data: number, axisAt: number): Lower =>
  ({ node, emit, inputNames, outputs }) => {
    const [axis] = node.numbers(axisAt) ?? [];
    if (axis === undefined) return undefined;
    const lengths = outputs.map((one) => sizes(one)?.at(axis));
    if (!lengths.every((length) => length !== undefined)) return undefined;
    return emit.several("Split", [inputNames[data] ?? "", emit.ints(lengths)], outputs.length, { axis });
  };

/** From `begin` on, `size` long; -1 is all that is left. */
const cutOut: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const x = inputNames[0] ?? "";
  const [begin, size] = [node.numbers(1), node.numbers(2)];
  if (begin !== undefined && size !== undefined) {
    const ends = size.map((one, axis) => (one === -1 ? FAR : (begin[axis] ?? 0) + one));
    return [
      emit.slice(
        x,
        begin,
        ends,
        begin.map((_, axis) => axis),
      ),
    ];
  }
  const [starts, lengths] = [list(recipe, 1), list(recipe, 2)];
  const rest = emit.one("Equal", [lengths, emit.ints(-1)]);
  const ends = emit.one("Where", [rest, emit.ints(FAR), emit.one("Add", [starts, lengths])]);
  return [emit.one("Slice", [x, starts, ends])];
};

/** Ranges are cut out, then the axes of single places go and new ones come in. */
const strided: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const parts = rangesOf(node);
  if (parts === undefined) return undefined;
  const along = parts.filter(({ kind }) => kind !== "new");
  const numbers = (of: (part: Part) => Part["start"]): readonly number[] | undefined => {
    const all = along.map(of);
    return all.every(isInteger) ? all.map(Number) : undefined;
  };
  const [starts, ends, steps] = [
    numbers(({ start }) => start),
    numbers(({ end }) => end),
    numbers(({ step }) => step),
  ];
  if (starts === undefined || ends === undefined || steps === undefined) return undefined;
  const axes = along.map((_, axis) => axis);
  const cut = axes.length === 0 ? x : emit.slice(x, starts, ends, axes, steps);
  const gone = along.flatMap(({ kind }, axis) => (kind === "one" ? [axis] : []));
  const added = parts
    .filter(({ kind }) => kind !== "one")
    .flatMap(({ kind }, at) => (kind === "new" ? [at] : []));
  const squeezed = gone.length === 0 ? cut : emit.squeeze(cut, gone);
  return [added.length === 0 ? squeezed : emit.unsqueeze(squeezed, added)];
};

const gathered = (recipe: Recipe, axis: number | undefined): readonly string[] | undefined => {
  const { node, emit, inputNames } = recipe;
  const [x = "", indices = ""] = inputNames;
  const batch = node.int("batch_dims", 0);
  if (axis === undefined) return undefined;
  if (batch === 0) return [emit.one("Gather", [x, indices], { axis })];
  const rank = node.rank(0) ?? 0;
  // Batch dimensions elsewhere than right before the axis would have to be moved.
  if ((axis < 0 ? axis + rank : axis) !== batch) return undefined;
  const places = emit.unsqueeze(emit.cast(indices, TO.int64), [-1]);
  return [emit.one("GatherND", [x, places], { batch_dims: batch })];
};

const gatheredByPlace: Lower = ({ emit, inputNames: [x = "", indices = ""] }) => [
  emit.one("GatherND", [x, emit.cast(indices, TO.int64)]),
];

const reversed: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const given = node.numbers(1);
  // The older operator has a flag for every axis.
  const axes = node.dtype(1) === "bool" ? given?.flatMap((flag, axis) => (flag === 0 ? [] : [axis])) : given;
  if (axes === undefined || axes.length === 0) return axes && [x];
  const all = (value: number): readonly number[] => axes.map(() => value);
  return [emit.slice(x, all(-1), all(-FAR), axes, all(-1))];
};

/** Values that meet in one place are added up. */
const scattered: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const [indices = "", values = ""] = inputNames;
  const zero = scalar(emit, node.dtype(1), 0);
  if (zero === undefined || node.dtype(1) === "bool") return undefined;
  const ground = emit.one("Expand", [zero, list(recipe, 2)]);
  return [emit.one("ScatterND", [ground, emit.cast(indices, TO.int64), values], { reduction: "add" })];
};

const replaced: Lower = ({ emit, inputNames: [x = "", indices = "", values = ""] }) => [
  emit.one("ScatterND", [x, emit.cast(indices, TO.int64), values]),
];

export const pieces: Readonly<Record<string, Lower>> = {
  Concat: joined(() => 0),
  ConcatV2: joined((inputs) => inputs - 1),
  Pack: packed,
  Unpack: unpacked,
  Split: parted(1, 0),
  SplitV: parted(0, 2),
  Slice: cutOut,
  StridedSlice: strided,
  Gather: (recipe) => gathered(recipe, 0),
  GatherV2: (recipe) => gathered(recipe, recipe.node.numbers(2)?.[0]),
  GatherNd: gatheredByPlace,
  Reverse: reversed,
  ReverseV2: reversed,
  ScatterNd: scattered,
  TensorScatterUpdate: replaced,
};
