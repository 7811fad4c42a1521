import { joined } from "../../bytes/joined";
import type { Result } from "../../bytes/problem";
import { Problems } from "../../formats/onnx/problems";
import { finishTensor, readTensor, tensorDraft } from "../../formats/onnx/tensor";
import { TYPED_FIELD } from "../../formats/onnx/typed";
import { Wire } from "../../formats/onnx/wire";
import type { Piece, Tensor } from "../../model/tensor";
import { elementsOf } from "../../model/tensor";
import type { RunnableType, Values } from "../values";
import { emptyElements, isRunnable } from "../values";
import type { InputFile } from "./problem";
import { badInput } from "./problem";

/** A TensorProto in a file of its own, as ONNX's test data are kept (`input_0.pb`). */
export function readTensorProto({ name, bytes }: InputFile): Result<Values> {
  const problems = new Problems(name);
  const wire = new Wire({ bytes, holes: [], size: bytes.length, whole: true }, problems);
  const tensor = finishTensor(wire, readTensor(wire, bytes.length, tensorDraft(wire)));
  const [problem] = problems.list(String);
  if (problem !== undefined) return { ok: false, problem };
  if (tensor === undefined) return badInput(name, "holds no TensorProto.");
  if (!isRunnable(tensor.dtype)) return badInput(name, `holds ${tensor.dtype}, which no input takes.`);
  const values = valuesOf(tensor, tensor.dtype, wire, bytes);
  return values === undefined
    ? badInput(name, "holds no elements, or in a way that is not read here.")
    : { ok: true, value: values };
}

function valuesOf(
  { shape, location }: Tensor,
  dtype: RunnableType,
  wire: Wire,
  bytes: Uint8Array,
): Values | undefined {
  const count = elementsOf(shape);
  // Data in another file, which nobody has asked for: its size is that file's affair.
  if (location.kind === "raw" && location.pieces.some(({ file }) => file !== "")) return undefined;
  if (dtype === "string") {
    if (location.kind !== "strings" || location.values.length < count) return undefined;
    const texts = location.values.map((one) => new TextDecoder().decode(one));
    return { dtype, shape, data: texts };
  }
  const data = emptyElements(dtype, count);
  if (location.kind === "raw") {
    const held = joined(location.pieces.map(({ offset, length }) => bytes.subarray(offset, offset + length)));
    new Uint8Array(data.buffer).set(held.subarray(0, data.byteLength));
    return { dtype, shape, data };
  }
  const numbers =
    location.kind === "varint"
      ? integersIn(location.pieces, wire, TYPED_FIELD[dtype] === "uint64_data")
      : location.kind === "numbers"
        ? location.values
        : undefined;
  if (numbers === undefined) return undefined;
  for (let index = 0; index < count; index++) {
    const number = numbers[index] ?? 0;
    // Typed fields hold half floats as their bits, which is how they are kept here.
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[index] = BigInt(number);
    else data[index] = Number(number);
  }
  return { dtype, shape, data };
}

function integersIn(pieces: readonly Piece[], wire: Wire, unsigned: boolean): readonly (number | bigint)[] {
  const numbers: (number | bigint)[] = [];
  for (const { offset, length } of pieces) {
    wire.seek(offset);
    while (wire.more(offset + length)) numbers.push(unsigned ? wire.unsignedInteger() : wire.integer());
  }
  return numbers;
}
