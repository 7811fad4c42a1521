import type { Integer, Piece, Tensor } from "../../model/tensor";
import type { TypedField } from "./typed";
import { TYPED_FIELD } from "./typed";
import { dataTypeNumber } from "./types";
import { MessageWriter } from "./write-wire";

/** A tensor's elements as its location describes them, or where in another file the runtime finds them. */
export type StoredBytes = Uint8Array | Piece;

/** The elements of the tensors that do not carry them; what is undefined is written without any. */
export type DataOf = (tensor: Tensor) => StoredBytes | undefined;

const FIELD_NUMBER: Readonly<Record<TypedField, number>> = {
  float_data: 4,
  int32_data: 5,
  int64_data: 7,
  double_data: 10,
  uint64_data: 11,
};

/** TensorProto. @param name the file's, where the tensor is an initializer. */
export function writeTensor(tensor: Tensor, dataOf: DataOf, name = tensor.name): MessageWriter {
  const { dtype, shape, location } = tensor;
  const message = new MessageWriter().packedInts(1, shape).int(2, dataTypeNumber(dtype));
  if (name !== "") message.text(8, name);
  if (location.kind === "strings") {
    for (const value of location.values) message.bytes(6, value);
    return message;
  }
  const given = tensor.inline ?? dataOf(tensor);
  if (given === undefined) {
    if (location.kind === "numbers") writeNumbers(message, tensor, location.values);
    return message;
  }
  if (!(given instanceof Uint8Array)) return writePlace(message, given);
  const varints = tensor.inline === undefined && location.kind === "varint" && dtype !== "string";
  return message.bytes(varints ? FIELD_NUMBER[TYPED_FIELD[dtype]] : 9, given);
}

function writeNumbers(message: MessageWriter, { dtype }: Tensor, values: readonly Integer[]): void {
  if (dtype === "string") return;
  const field = TYPED_FIELD[dtype];
  const number = FIELD_NUMBER[field];
  if (field === "float_data") message.packedFloats(number, values.map(Number));
  else if (field === "double_data") {
    message.bytes(number, new Uint8Array(Float64Array.from(values, Number).buffer));
  } else message.packedInts(number, values);
}

/** `external_data`, as https://github.com/onnx/onnx/blob/main/docs/ExternalData.md has it. */
function writePlace(message: MessageWriter, { file, offset, length }: Piece): MessageWriter {
  const entries = { location: file, offset: String(offset), length: String(length) };
  for (const [key, value] of Object.entries(entries)) {
    message.message(13, new MessageWriter().text(1, key).text(2, value));
  }
  return message.int(14, 1);
}

/** SparseTensorProto, of a tensor whose location is sparse. */
export function writeSparse(
  { shape, name }: Tensor,
  { values, indices }: Extract<Tensor["location"], { kind: "sparse" }>,
  dataOf: DataOf,
): MessageWriter {
  return new MessageWriter()
    .message(1, writeTensor(values, dataOf, name))
    .message(2, writeTensor(indices, dataOf))
    .packedInts(3, shape);
}
