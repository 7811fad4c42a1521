import { shapeOf } from "../contraction";
import { sizesOf, zeros } from "../cotangent";
import type { Emitter } from "../emit";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";
import { countOf } from "../value";

/** One of the two neighbours of a place along an axis: all are `[batch, places]`. */
interface Neighbour {
  /** Within the data. */
  readonly index: string;
  /** Its part of the value, and how that grows with the coordinate that the node was given. */
  readonly weight: string;
  readonly slope: string;
}

/** How a node takes from its data. */
interface Sampling {
  readonly batch: number;
  readonly channels: number;
  readonly space: readonly number[];
  readonly places: number;
}

/**
 * https://onnx.ai/onnx/operators/onnx__GridSample.html: each place of the grid takes from the elements around it. Cubic
 * and reflected places have no rule here.
 */
export const gridSampleGradient: Gradient = (recipe) => {
  const { node, emit, outputs, inputNames, cotangents, wants } = recipe;
  const [[x = ""], [g]] = [inputNames, cotangents];
  const mode = node.text("mode", "linear").replace("bi", "");
  const padding = node.text("padding_mode", "zeros");
  if (mode === "cubic" || padding === "reflection") return undefined;
  if (g === undefined) return [undefined, mode === "nearest" ? BLOCKED : undefined];
  const [batch = 0, channels = 0, ...space] = sizesOf(node.shape(0));
  const places = countOf(sizesOf(shapeOf(outputs[0])).slice(2)) ?? 0;
  const sampling: Sampling = { batch, channels, space, places };
  const axes = space.map((_, axis) => neighboursOf(recipe, sampling, axis, mode === "nearest"));
  const corners = axes.reduce<readonly (readonly Neighbour[])[]>(
    (all, pair) => all.flatMap((corner) => pair.map((one) => [...corner, one])),
    [[]],
  );
  const flat = emit.reshape(g, [batch, channels, places]);
  const data = (): string => emit.reshape(spread(emit, sampling, flat, corners), [batch, channels, ...space]);
  const grid = (): string => {
    const table = emit.reshape(x, [batch, channels, -1]);
    const reached = corners.map((corner) => {
      const taken = emit.one("GatherElements", [table, wide(emit, sampling, corner)], { axis: 2 });
      return emit.reduce("ReduceSum", emit.one("Mul", [flat, taken]), [1]);
    });
    // The grid counts the axes from the last one on.
    const columns = space.map((_, axis) => alongAxis(emit, corners, reached, axis)).toReversed();
    const whole = emit.one(
      "Concat",
      columns.map((one) => emit.unsqueeze(one, [-1])),
      { axis: -1 },
    );
    return emit.reshape(whole, sizesOf(node.shape(1)));
  };
  const toGrid = wants(1) ? grid : undefined;
  return [wants(0) ? data() : undefined, mode === "nearest" ? BLOCKED : toGrid?.()];
};

/** The elements on both sides of each place, or the nearest one. */
function neighboursOf(
  { node, emit, inputNames: [, grid = ""] }: GradientRecipe,
  { batch, space, places }: Sampling,
  axis: number,
  nearest: boolean,
): readonly Neighbour[] {
  const size = space[axis] ?? 1;
  const column = space.length - 1 - axis;
  const given = emit.reshape(emit.slice(grid, [column], [column + 1], [-1]), [batch, places]);
  // From -1 to 1: between the middles of the outermost elements, or their outer edges.
  const ends = node.flag("align_corners");
  const slope = ends ? (size - 1) / 2 : size / 2;
  const scaled = emit.one("Mul", [given, emit.floats(slope)]);
  const at = emit.one("Add", [scaled, emit.floats((size - 1) / 2)]);
  const [none, last] = [emit.floats(0), emit.floats(size - 1)];
  const borders = node.text("padding_mode", "zeros") === "border";
  const inside = (place: string): string =>
    emit.one("And", [emit.one("GreaterOrEqual", [place, none]), emit.one("LessOrEqual", [place, last])]);
  const within = (place: string): string => emit.one("Clip", [place, none, last]);
  const place = borders ? within(at) : at;
  const grows = borders ? emit.one("Where", [inside(at), emit.floats(slope), none]) : emit.floats(slope);
  /** Beyond the data there is nothing. */
  const neighbour = (from: string, weight: string, own: string): Neighbour => ({
    index: emit.cast(within(from), TO.int64),
    weight: emit.one("Where", [inside(from), weight, none]),
    slope: emit.one("Where", [inside(from), own, none]),
  });
  if (nearest) return [neighbour(emit.one("Round", [place]), emit.floats(1), none)];
  const low = emit.one("Floor", [place]);
  const part = emit.one("Sub", [place, low]);
  const high = emit.one("Add", [low, emit.floats(1)]);
  return [
    neighbour(low, emit.one("Sub", [emit.floats(1), part]), emit.one("Neg", [grows])),
    neighbour(high, part, grows),
  ];
}

/** The indices of a corner in flat data, for all channels: `[batch, channels, places]`. */
function wide(emit: Emitter, sampling: Sampling, corner: readonly Neighbour[]): string {
  const { batch, channels, space, places } = sampling;
  const flat = corner
    .map(({ index }) => index)
    .reduce((sum, index, axis) =>
      emit.one("Add", [emit.one("Mul", [sum, emit.ints(space[axis] ?? 1)]), index]),
    );
  return emit.one("Expand", [emit.unsqueeze(flat, [1]), emit.ints([batch, channels, places])]);
}

const product = (emit: Emitter, factors: readonly string[]): string =>
  factors.reduce((all, one) => emit.one("Mul", [all, one]));

/** Each corner gets its part of what reaches the place. */
function spread(
  emit: Emitter,
  sampling: Sampling,
  g: string,
  corners: readonly (readonly Neighbour[])[],
): string {
  const { batch, channels, space } = sampling;
  const updates = corners.map((corner) => {
    const part = product(
      emit,
      corner.map(({ weight }) => weight),
    );
    return emit.one("Mul", [g, emit.unsqueeze(part, [1])]);
  });
  const indices = corners.map((corner) => wide(emit, sampling, corner));
  const [all, from] = [indices, updates].map((list) => emit.one("Concat", list, { axis: 2 }));
  const nothing = zeros(emit, [batch, channels, countOf(space) ?? 0]);
  return emit.one("ScatterElements", [nothing, all ?? "", from ?? ""], { axis: 2, reduction: "add" });
}

/** What reaches the coordinate along an axis: `[batch, places]`. */
function alongAxis(
  emit: Emitter,
  corners: readonly (readonly Neighbour[])[],
  reached: readonly string[],
  axis: number,
): string {
  const terms = corners.map((corner, index) =>
    product(emit, [
      reached[index] ?? "",
      ...corner.map(({ weight, slope }, at) => (at === axis ? slope : weight)),
    ]),
  );
  return emit.one("Sum", terms);
}

/** https://onnx.ai/onnx/operators/onnx__AffineGrid.html: each place is a matrix times its place before, and 1. */
export const affineGridGradient: Gradient = ({ node, emit, outputs, cotangents: [g] }) => {
  if (g === undefined) return [undefined, BLOCKED];
  const [batch = 0, ...rest] = sizesOf(shapeOf(outputs[0]));
  const [space, axes] = [rest.slice(0, -1), rest.at(-1) ?? 0];
  const middles = space.map((size) => evenly(size, node.flag("align_corners")));
  const places = middles.reduce<readonly (readonly number[])[]>(
    (all, along) => all.flatMap((place) => along.map((at) => [...place, at])),
    [[]],
  );
  const rows = places.flatMap((place) => [...place.toReversed(), 1]);
  const before = emit.floats(rows, [places.length, axes + 1]);
  const turned = emit.transpose(emit.reshape(g, [batch, places.length, axes]), [0, 2, 1]);
  return [emit.one("MatMul", [turned, before]), BLOCKED];
};

/** So many from -1 to 1: the outermost ones there, or half a step within. */
function evenly(size: number, ends: boolean): readonly number[] {
  return Array.from({ length: size }, (_, at) =>
    ends ? (size === 1 ? 0 : (2 * at) / (size - 1) - 1) : (2 * at + 1) / size - 1,
  );
}
