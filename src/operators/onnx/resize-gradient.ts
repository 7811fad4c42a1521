import { axesOf } from "../axis";
import { shapeOf } from "../contraction";
import { sizesOf } from "../cotangent";
import type { Settings } from "../emit";
import { float } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/** How one axis is resized: by a factor as the file gives it, or to a size. */
interface Along {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number | undefined;
  /** The part of the axis that is looked at, of `tf_crop_and_resize`. */
  readonly region: readonly [number, number];
}

/** What a node asks for in the words of Resize 13. */
interface Resizing {
  readonly axes: readonly Along[];
  readonly settings: Settings;
}

/**
 * Every mode is linear in the data and goes axis by axis: a matrix `[from, to]` each, which Resize itself makes of
 * the identity, by which the cotangent is multiplied the other way.
 */
const byMatrices =
  (read: (recipe: GradientRecipe) => Resizing | undefined): Gradient =>
  (recipe) => {
    const resizing = read(recipe);
    if (resizing === undefined) return undefined;
    const [g] = recipe.cotangents;
    return recipe.inputNames.map((_, index) => (index > 0 ? BLOCKED : g && resizedBack(recipe, g, resizing)));
  };

/** From opset 11 on. What came after 13 (antialiasing, symmetric half pixels, kept proportions) has no rule here. */
export const resizeGradient = byMatrices((recipe) => {
  const { node } = recipe;
  const shape = sizesOf(node.shape(0));
  const mode = node.text("coordinate_transformation_mode", "half_pixel");
  const axes = axesOf(node.ints("axes") ?? shape.map((_, axis) => axis), shape.length);
  const kept = node.text("keep_aspect_ratio_policy", "stretch") === "stretch";
  if (axes === undefined || !kept || node.flag("antialias") || !MODES.has(mode)) return undefined;
  const region = mode === "tf_crop_and_resize" ? floatsOf(recipe, 1) : undefined;
  if (mode === "tf_crop_and_resize" && region === undefined) return undefined;
  const bySizes = node.given(3) && node.dimension(3, 0) !== 0;
  const scales = bySizes ? undefined : floatsOf(recipe, 2);
  if (!bySizes && scales === undefined) return undefined;
  const settings = {
    mode: node.text("mode", "nearest"),
    nearest_mode: node.text("nearest_mode", "round_prefer_floor"),
    coordinate_transformation_mode: mode,
    cubic_coeff_a: float(node.float("cubic_coeff_a") ?? -0.75),
    exclude_outside: node.int("exclude_outside", 0),
  };
  return resizingOf(recipe, axes, scales, settings, region);
});

const MODES = new Set(
  "half_pixel pytorch_half_pixel align_corners asymmetric tf_half_pixel_for_nn tf_crop_and_resize".split(" "),
);

/** Resize 10 and Upsample: asymmetric, and down to the nearest. */
const older = (scales: (recipe: GradientRecipe) => readonly number[] | undefined): Gradient =>
  byMatrices((recipe) => {
    const { node } = recipe;
    const mode = node.text("mode", "nearest");
    const settings = {
      mode: mode === "bilinear" ? "linear" : mode,
      nearest_mode: "floor",
      coordinate_transformation_mode: "asymmetric",
    };
    const axes = sizesOf(node.shape(0)).map((_, axis) => axis);
    const factors = scales(recipe);
    return factors && resizingOf(recipe, axes, factors, settings);
  });

export const scaledGradient = older((recipe) => floatsOf(recipe, 1));
export const upsampleGradient = older(({ node }) => node.floats("scales"));

function floatsOf({ node }: GradientRecipe, index: number): readonly number[] | undefined {
  const known = node.elements(index)?.filter((one) => typeof one === "number");
  return known?.length === node.elements(index)?.length ? known : undefined;
}

function resizingOf(
  { node, outputs }: GradientRecipe,
  axes: readonly number[],
  scales: readonly number[] | undefined,
  settings: Settings,
  region?: readonly number[],
): Resizing {
  const [from, to] = [sizesOf(node.shape(0)), sizesOf(shapeOf(outputs[0]))];
  const all = axes.map((axis, index): Along => ({
    axis,
    from: from[axis] ?? 1,
    to: to[axis] ?? 1,
    scale: scales?.[index],
    region: [region?.[index] ?? 0, region?.[index + axes.length] ?? 1],
  }));
  const changes = all.filter(
    (one) => one.from !== one.to || (one.scale ?? 1) !== 1 || one.region[0] !== 0 || one.region[1] !== 1,
  );
  return { axes: changes, settings };
}

/** A cotangent of which some axes have the input's sizes already. */
interface Cotangent {
  readonly name: string;
  readonly sizes: readonly number[];
}

function resizedBack(recipe: GradientRecipe, g: string, { axes, settings }: Resizing): string {
  const whole: Cotangent = { name: g, sizes: sizesOf(shapeOf(recipe.outputs[0])) };
  const back = axes.reduce((cotangent, along): Cotangent => {
    const name = repeats(along, settings)
      ? summed(recipe, cotangent, along)
      : multiplied(recipe, cotangent.name, along, settings);
    return { name, sizes: cotangent.sizes.with(along.axis, along.from) };
  }, whole);
  return back.name;
}

function multiplied(recipe: GradientRecipe, g: string, along: Along, settings: Settings): string {
  const { emit, node } = recipe;
  const rank = node.rank(0) ?? 0;
  const { axis } = along;
  const matrix = matrixOf(recipe, along, settings);
  if (axis === rank - 2) return emit.one("MatMul", [matrix, g]);
  const order = Array.from({ length: rank }, (_, at) =>
    at === axis ? rank - 1 : at === rank - 1 ? axis : at,
  );
  const product = emit.one("MatMul", [emit.transpose(g, order), emit.transpose(matrix, [1, 0])]);
  return emit.transpose(product, order);
}

/** `[from, to]` */
function matrixOf({ emit }: GradientRecipe, along: Along, settings: Settings): string {
  const { from, to, scale, region } = along;
  const identity = emit.one("EyeLike", [emit.one("ConstantOfShape", [emit.ints([from, from])])]);
  const roi = emit.floats([0, region[0], 1, region[1]]);
  const sizes = scale === undefined ? ["", emit.ints([from, to])] : [emit.floats([1, scale])];
  return emit.one("Resize", [identity, roi, ...sizes], settings);
}

/** Whether each element simply stands several times in a row: by far the most frequent case, and cheap. */
function repeats({ from, to, scale, region }: Along, settings: Settings): boolean {
  const times = scale ?? to / from;
  if (settings.mode !== "nearest" || !Number.isInteger(times) || from * times !== to) return false;
  if (region[0] !== 0 || region[1] !== 1) return false;
  const coordinates = settings.coordinate_transformation_mode;
  if (coordinates === "asymmetric") return settings.nearest_mode === "floor";
  return coordinates === "half_pixel" && String(settings.nearest_mode).startsWith("round");
}

/** The sum over those that are the same element. */
function summed({ emit }: GradientRecipe, g: Cotangent, { axis, from, to }: Along): string {
  const parts = g.sizes.flatMap((size, at) => (at === axis ? [from, to / from] : [size]));
  return emit.reduce("ReduceSum", emit.reshape(g.name, parts), [axis + 1]);
}
