import type { Problem, Result } from "../../bytes/problem";
import { isInteger } from "../../model/expression";
import type { Shape } from "../../model/shape";
import { elementsOf } from "../../model/tensor";
import type { Elements, RunnableType, Values } from "../values";
import { convertValues } from "../values";
import { readCsv } from "./csv";
import { readJson } from "./json";
import { readNpy } from "./npy";
import { readNpz } from "./npz";
import type { InputFile } from "./problem";
import { badInput } from "./problem";
import { readTensorProto } from "./tensor-proto";

type Reader = (file: InputFile, input: string) => Result<Values>;

const READERS: Readonly<Record<string, Reader>> = {
  npy: readNpy,
  npz: readNpz,
  pb: readTensorProto,
  json: readJson,
  csv: readCsv,
  tsv: readCsv,
};

const IMAGES: ReadonlySet<string> = new Set(["png", "jpg", "jpeg"]);

function endingOf({ name }: Pick<InputFile, "name">): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

export function isImage(file: Pick<InputFile, "name">): boolean {
  return IMAGES.has(endingOf(file));
}

/**
 * The samples that a file of numbers holds for an input, each in the shape that the input wants: an array that is
 * longer in a leading dimension which the model fixes to 1 is several samples; one that lacks it is one.
 */
export function readGiven(
  file: InputFile,
  input: string,
  dtype: RunnableType,
  wanted: Shape,
): Result<readonly Values[]> {
  const read = READERS[endingOf(file)];
  if (read === undefined) {
    const kinds = [...Object.keys(READERS), ...IMAGES].map((one) => `.${one}`).join(", ");
    return badInput(file.name, `is none of the files that inputs are read from: ${kinds}.`);
  }
  const values = read(file, input);
  if (!values.ok) return values;
  const converted = convertValues(values.value, dtype);
  if (!converted.ok) return { ok: false, problem: aboutFile(converted.problem, file, input) };
  const samples = samplesIn(converted.value, wanted);
  if (samples !== undefined) return { ok: true, value: samples };
  const [has, wants] = [values.value.shape, wanted?.map((size) => (isInteger(size) ? String(size) : "?"))];
  return badInput(
    file.name,
    `has the shape ${has.join("×")}; the input '${input}' wants ${wants?.join("×") ?? ""}.`,
  );
}

function aboutFile(problem: Problem, { name }: InputFile, input: string): Problem {
  return { ...problem, message: `${name}: for the input '${input}': ${problem.message}`, where: name };
}

function samplesIn(values: Values, wanted: Shape): readonly Values[] | undefined {
  const { shape, dtype } = values;
  if (wanted === undefined || fits(shape, wanted)) return [values];
  const [leading] = wanted;
  if (fits([1, ...shape], wanted)) return [{ ...values, shape: [1, ...shape] }];
  const [count = 0, ...rest] = shape;
  if (leading !== 1 || !fits([1, ...rest], wanted)) return undefined;
  const size = elementsOf(rest);
  // Without elements nothing in the file says how many there are.
  if (size === 0) return undefined;
  return Array.from({ length: count }, (_, at) => ({
    dtype,
    shape: [1, ...rest],
    data: part(values.data, at * size, size),
  }));
}

function fits(shape: readonly number[], wanted: NonNullable<Shape>): boolean {
  return (
    shape.length === wanted.length &&
    shape.every((size, axis) => !isInteger(wanted[axis]) || wanted[axis] === size)
  );
}

function part(data: Elements, offset: number, count: number): Elements {
  return data.slice(offset, offset + count);
}
