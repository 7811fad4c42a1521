import type { Assumptions } from "../../analysis/assumptions";
import { assumedInputs } from "../../analysis/assumptions";
import type { ModelIndex } from "../../analysis/model-index";
import type { Problem, Result } from "../../bytes/problem";
import { elementsOf } from "../../model/tensor";
import type { RunnableType, Values } from "../values";
import { isRunnable } from "../values";
import { isNarrowInput } from "../widen";
import type { Distribution } from "./distribution";
import { choiceOf } from "./distribution";
import { isImage, readGiven } from "./given";
import { readImage } from "./image";
import type { Pixels } from "./pixels";
import type { InputFile } from "./problem";
import { seededRandom } from "./random";
import type { Choice, InputType, PixelRange } from "./recipe";
import { chooseRecipe } from "./recipe";
import { chooseSizes, concreteShape } from "./sizes";
import { makeSample } from "./synthetic";

/** Of all inputs together: as float32, a quarter of the runtime's memory, which holds all other values, too. */
const MOST_ELEMENTS = 2 ** 28;

/** What a person says of a run's inputs. */
export interface InputRequest {
  readonly assumptions: Assumptions;
  /** By input: its samples, one file or more. "" is the only input, whatever it is called. */
  readonly given: ReadonlyMap<string, readonly InputFile[]>;
  readonly seed: number;
  /** How many samples are made up where none are given. */
  readonly samples: number;
  /** What pixels of images become; undefined: what the graph speaks for. */
  readonly pixels: Pixels | undefined;
  /** By input, what made-up values are like where a person wants others than the graph speaks for. */
  readonly distributions?: ReadonlyMap<string, Distribution>;
}

export interface PreparedInput extends InputType {
  /** `file x.npy`, `synthetic: standard normal`. */
  readonly source: string;
}

/** The inputs of all runs. */
export interface PreparedInputs {
  /** With a size for everything that inputs leave open. */
  readonly assumptions: Assumptions;
  readonly inputs: readonly PreparedInput[];
  readonly runs: number;
  /** Samples in each run. */
  readonly sideBySide: number;
  /** What the inputs are in one of the runs. */
  readonly feeds: (run: number) => Result<ReadonlyMap<string, Values>>;
}

/** An input with what its values come from. */
interface Source {
  readonly source: string;
  /** How many samples there are; undefined: as many as are wanted. */
  readonly count: number | undefined;
  readonly sample: (run: number) => Result<Values>;
}

/** Settles the inputs' shapes and where their values come from. Images are read run by run. */
export function prepareInputs(index: ModelIndex, request: InputRequest): Result<PreparedInputs> {
  const { graph, file } = index.model;
  const names = graph.inputs.map(({ name }) => name).filter((name) => !graph.tensors.has(name));
  const given = namedFiles(names, request, file);
  if (!given.ok) return given;
  const types = typesOf(index, names);
  if (!types.ok) return types;
  const arrays = readArrays(index, types.value, given.value, request.assumptions);
  if (!arrays.ok) return arrays;
  const assumptions = chooseSizes(index, withShapes(request.assumptions, arrays.value));
  const inputs: PreparedInput[] = [];
  const sources = new Map<string, Source>();
  let elements = 0;
  for (const [name, dtype] of types.value) {
    const shape = concreteShape(index, assumptions, name);
    if (shape === undefined) return noShape(file, name);
    elements += elementsOf(shape);
    // Sizes of zero beside some that are beyond counting are no number.
    if (!(elements <= MOST_ELEMENTS)) return tooLarge(file, name, shape);
    const input = { name, dtype, shape };
    const source = sourceFor(index, input, given.value.get(name) ?? [], arrays.value.get(name), request);
    inputs.push({ ...input, source: source.source });
    sources.set(name, source);
  }
  const counts = Array.from(sources.values(), ({ count }) => count).filter((count) => count !== undefined);
  const together = sideBySide(inputs);
  const runs = counts.length === 0 ? Math.ceil(request.samples / together) : Math.max(...counts);
  return {
    ok: true,
    value: { assumptions, inputs, runs, sideBySide: together, feeds: (run) => feedsOf(sources, run) },
  };
}

/** Samples in one run: what the inputs' leading dimensions agree on. */
function sideBySide(inputs: readonly PreparedInput[]): number {
  const sizes = new Set(inputs.filter(({ shape }) => shape.length > 1).map(({ shape }) => shape[0]));
  const [size] = sizes;
  // A batch may hold none.
  return sizes.size === 1 ? size || 1 : 1;
}

function problem(file: string, code: string, what: string, where = ""): { ok: false; problem: Problem } {
  return { ok: false, problem: { severity: "error", code, message: `${file}: ${what}`, where } };
}

function noShape(file: string, name: string): { ok: false; problem: Problem } {
  return problem(
    file,
    "unknown-shape",
    `the input '${name}' has no shape in the file; give one with --shape.`,
    name,
  );
}

function tooLarge(file: string, name: string, shape: readonly number[]): { ok: false; problem: Problem } {
  const most = MOST_ELEMENTS.toLocaleString("en");
  const what = `with the input '${name}' of the shape ${shape.join("×")} inputs have more than ${most} elements`;
  return problem(file, "too-large-to-run", `${what}; give smaller sizes.`, name);
}

function namedFiles(
  names: readonly string[],
  { given }: InputRequest,
  file: string,
): Result<ReadonlyMap<string, readonly InputFile[]>> {
  const files = new Map<string, readonly InputFile[]>();
  for (const [name, some] of given) {
    const [only] = names;
    const meant = name === "" && names.length === 1 ? only : name;
    if (meant === undefined || !names.includes(meant)) {
      return problem(
        file,
        "no-such-input",
        `there is no input '${name}'; its inputs are ${names.join(", ")}.`,
      );
    }
    files.set(meant, some);
  }
  return { ok: true, value: files };
}

function typesOf({ model }: ModelIndex, names: readonly string[]): Result<ReadonlyMap<string, RunnableType>> {
  const types = new Map<string, RunnableType>();
  for (const name of names) {
    const input = model.graph.inputs.find((one) => one.name === name);
    const type = input?.type;
    const declared = type?.kind === "tensor" ? type.dtype : undefined;
    // The model is then run as one that takes float32.
    const dtype = input !== undefined && isNarrowInput(input) ? "float32" : declared;
    if (!isRunnable(dtype)) {
      const what = type?.kind === "tensor" ? (dtype ?? "unknown type") : (type?.kind ?? "unknown type");
      return problem(
        model.file,
        "input-type",
        `the input '${name}' is of ${what}, which cannot be given.`,
        name,
      );
    }
    types.set(name, dtype);
  }
  return { ok: true, value: types };
}

/** The samples in files of numbers, by input. */
function readArrays(
  { model }: ModelIndex,
  types: ReadonlyMap<string, RunnableType>,
  given: ReadonlyMap<string, readonly InputFile[]>,
  assumptions: Assumptions,
): Result<ReadonlyMap<string, readonly Values[]>> {
  const arrays = new Map<string, readonly Values[]>();
  const declared = assumedInputs(model, assumptions);
  for (const [name, dtype] of types) {
    const type = declared.get(name);
    const samples: Values[] = [];
    for (const file of given.get(name)?.filter((one) => !isImage(one)) ?? []) {
      const read = readGiven(file, name, dtype, type?.kind === "tensor" ? type.shape : undefined);
      if (!read.ok) return read;
      // One by one: a table may have more rows than a call has arguments.
      for (const sample of read.value) samples.push(sample);
    }
    if (samples.length > 0) arrays.set(name, samples);
  }
  return { ok: true, value: arrays };
}

function withShapes(assumptions: Assumptions, arrays: ReadonlyMap<string, readonly Values[]>): Assumptions {
  const shapes = new Map(assumptions.shapes);
  for (const [name, [first]] of arrays) if (first !== undefined) shapes.set(name, first.shape);
  return { ...assumptions, shapes };
}

const PIXELS_FOR: Readonly<Record<PixelRange, Pixels>> = {
  normal: "imagenet",
  "0-1": "0-1",
  "0-255": "0-255",
};

function sourceFor(
  index: ModelIndex,
  input: InputType,
  files: readonly InputFile[],
  arrays: readonly Values[] | undefined,
  { seed, pixels, distributions }: InputRequest,
): Source {
  if (arrays !== undefined) return ofArrays(files, arrays);
  const choice = choiceOf(distributions?.get(input.name) ?? "graph") ?? chooseRecipe(index, input);
  if (files.length === 0) return ofRecipe(input, choice, seed);
  const { recipe } = choice;
  return ofImages(files, input, pixels ?? (recipe.kind === "image" ? PIXELS_FOR[recipe.range] : "imagenet"));
}

function ofImages(files: readonly InputFile[], { dtype, shape }: InputType, pixels: Pixels): Source {
  return {
    source: `${namesOf(files)}, pixels as ${pixels}`,
    count: files.length,
    sample: (run) => readImage(inTurn(files, run), dtype, shape, pixels),
  };
}

function ofArrays(files: readonly InputFile[], arrays: readonly Values[]): Source {
  return {
    source: namesOf(files),
    count: arrays.length,
    sample: (run) => ({ ok: true, value: inTurn(arrays, run) }),
  };
}

/** Where there are fewer than runs, they are begun again. */
function inTurn<T>(samples: readonly T[], run: number): T {
  const sample = samples[run % samples.length];
  if (sample === undefined) throw new Error("a source has at least one sample");
  return sample;
}

function ofRecipe(input: InputType, { recipe, because }: Choice, seed: number): Source {
  return {
    source: `synthetic: ${because}`,
    count: undefined,
    sample: (run) => ({
      ok: true,
      value: makeSample(recipe, input, seededRandom(seed, input.name, String(run))),
    }),
  };
}

function namesOf(files: readonly InputFile[]): string {
  const [first, ...more] = files.map(({ name }) => name);
  return more.length === 0 ? `file ${first ?? ""}` : `${files.length} files, ${first ?? ""} first`;
}

function feedsOf(sources: ReadonlyMap<string, Source>, run: number): Result<ReadonlyMap<string, Values>> {
  const feeds = new Map<string, Values>();
  for (const [name, source] of sources) {
    const values = source.sample(run);
    if (!values.ok) return values;
    feeds.set(name, values.value);
  }
  return { ok: true, value: feeds };
}
