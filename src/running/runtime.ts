import { dataType, dataTypeNumber } from "../formats/onnx/types";
import { elementsOf } from "../model/tensor";
import type { Elements, Values } from "./values";
import { copyOf, elementsAt, isRunnable } from "./values";

/**
 * What onnxruntime's wasm module has, as onnxruntime-web 1.30 uses it itself (lib/wasm/wasm-core-impl.ts): the
 * runtime's C interface and its memory. Pointers are places in that memory.
 */
export interface RuntimeModule {
  /** All of the memory; another array after it has grown, which `getValue` sees to. */
  readonly HEAPU8: Uint8Array;
  readonly getValue: (pointer: number, type: "*" | "i32") => number;
  readonly setValue: (pointer: number, value: number, type: "*" | "i32") => void;
  readonly lengthBytesUTF8: (text: string) => number;
  readonly stringToUTF8: (text: string, pointer: number, bytes: number) => void;
  readonly UTF8ToString: (pointer: number, bytes?: number) => string;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
  readonly _OrtFree: (pointer: number) => number;
  readonly _OrtGetLastError: (code: number, message: number) => number;
  readonly _OrtCreateTensor: (
    type: number,
    data: number,
    bytes: number,
    sizes: number,
    rank: number,
    location: number,
  ) => number;
  readonly _OrtGetTensorData: (
    tensor: number,
    type: number,
    data: number,
    sizes: number,
    rank: number,
  ) => number;
  readonly _OrtReleaseTensor: (tensor: number) => number;
  readonly _OrtRun: (
    session: number,
    inputNames: number,
    inputs: number,
    inputCount: number,
    outputNames: number,
    outputCount: number,
    outputs: number,
    options: number,
  ) => number;
}

/** What a run has given. Its elements lie in the runtime's memory: after `release` they are something else. */
export interface Held {
  readonly values: ReadonlyMap<string, Values>;
  readonly release: () => void;
}

/** What was held, in memories of its own; nothing is held any more. */
export function copied({ values, release }: Held): ReadonlyMap<string, Values> {
  const copies = new Map(Array.from(values, ([name, one]) => [name, copyOf(one)]));
  release();
  return copies;
}

/** Bytes of a pointer. */
const WORD = 4;
/** Tensors in the processor's memory, as OrtCreateTensor counts places. */
const CPU = 1;

/**
 * Runs without the copies that onnxruntime-web's JavaScript makes of all that goes in and comes out: in a network that
 * is looked at value by value they take longer than its arithmetic.
 */
export class Runtime {
  constructor(private readonly module: RuntimeModule) {}

  /**
   * One run.
   *
   * @param session the runtime's pointer to it.
   * @param feeds what lies in the runtime's memory already is taken from there.
   * @returns those of the fetched outputs that have elements of a known type.
   * @throws Error with the runtime's words.
   */
  run(session: number, feeds: ReadonlyMap<string, Values>, fetches: readonly string[]): Held {
    const room = new Room(this.module);
    try {
      const inputNames = room.words([...feeds.keys()].map((name) => room.text(name)));
      const inputs = room.words(Array.from(feeds.values(), (values) => this.give(room, values)));
      const outputNames = room.words(fetches.map((name) => room.text(name)));
      const outputs = room.words(fetches.map(() => 0));
      this.check(
        this.module._OrtRun(session, inputNames, inputs, feeds.size, outputNames, fetches.length, outputs, 0),
        "failed to call OrtRun().",
      );
      const tensors = fetches.map((_, at) => room.keep(this.module.getValue(outputs + at * WORD, "*")));
      const values = new Map<string, Values>();
      for (const [at, name] of fetches.entries()) {
        const one = this.valuesIn(room, tensors[at] ?? 0);
        if (one !== undefined) values.set(name, one);
      }
      return { values, release: () => room.release() };
    } catch (error) {
      room.giveUp();
      throw error;
    }
  }

  /** A tensor of the runtime with these elements. */
  private give(room: Room, { dtype, shape, data }: Values): number {
    const [pointer, bytes] = ArrayBuffer.isView(data) ? room.bytes(data) : room.texts(data);
    const sizes = room.words(shape);
    const type = dataTypeNumber(dtype);
    const tensor = this.module._OrtCreateTensor(type, pointer, bytes, sizes, shape.length, CPU);
    if (tensor === 0) this.fail("cannot create an input tensor.");
    return room.keep(tensor);
  }

  private valuesIn(room: Room, tensor: number): Values | undefined {
    const { module } = this;
    const type = room.words([0, 0, 0, 0]);
    const [data, sizes, rank] = [type + WORD, type + 2 * WORD, type + 3 * WORD];
    this.check(module._OrtGetTensorData(tensor, type, data, sizes, rank), "cannot reach an output.");
    const dtype = dataType(module.getValue(type, "i32"));
    const pointer = module.getValue(data, "*");
    const first = module.getValue(sizes, "*");
    const shape = Array.from({ length: module.getValue(rank, "i32") }, (_, at) =>
      module.getValue(first + at * WORD, "i32"),
    );
    module._OrtFree(first);
    if (!isRunnable(dtype)) return undefined;
    const count = elementsOf(shape);
    return {
      dtype,
      shape,
      data: dtype === "string" ? this.textsAt(pointer, count) : this.at(dtype, pointer, count),
    };
  }

  private at(dtype: Exclude<Values["dtype"], "string">, pointer: number, count: number): Elements {
    const { buffer } = this.module.HEAPU8;
    OURS.add(buffer);
    return elementsAt(dtype, buffer, pointer, count);
  }

  /** Texts are handed out in a copy: where each begins, then all of them. */
  private textsAt(pointer: number, count: number): readonly string[] {
    const { module } = this;
    const begins = Array.from({ length: count }, (_, at) => module.getValue(pointer + at * WORD, "*"));
    const texts = begins.map((begin, at) => {
      const next = begins[at + 1];
      return module.UTF8ToString(begin, next === undefined ? undefined : next - begin);
    });
    if (pointer !== 0) module._free(pointer);
    return texts;
  }

  private check(code: number, doing: string): void {
    if (code !== 0) this.fail(doing);
  }

  private fail(doing: string): never {
    const { module } = this;
    const room = new Room(module);
    const found = room.words([0, 0]);
    module._OrtGetLastError(found, found + WORD);
    const [code, message] = [module.getValue(found, "i32"), module.getValue(found + WORD, "*")];
    const text = message === 0 ? "" : module.UTF8ToString(message);
    room.release();
    // As onnxruntime-web's own messages are.
    throw new Error(`${doing} ERROR_CODE: ${String(code)}, ERROR_MESSAGE: ${text}`);
  }
}

/** Memories of runtimes that values have been handed out of. */
const OURS = new WeakSet<ArrayBufferLike>();

/** What one run has taken of the runtime's memory. */
class Room {
  private readonly pointers: number[] = [];
  private readonly tensors: number[] = [];

  constructor(private readonly module: RuntimeModule) {}

  words(numbers: readonly number[]): number {
    const pointer = this.take(numbers.length * WORD);
    numbers.forEach((number, at) => {
      this.module.setValue(pointer + at * WORD, number, "*");
    });
    return pointer;
  }

  text(text: string): number {
    const bytes = this.module.lengthBytesUTF8(text) + 1;
    const pointer = this.take(bytes);
    this.module.stringToUTF8(text, pointer, bytes);
    return pointer;
  }

  /** Where these bytes lie in the memory, and how many they are. */
  bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): readonly [pointer: number, bytes: number] {
    if (OURS.has(buffer)) return [byteOffset, byteLength];
    const pointer = this.take(byteLength);
    this.module.HEAPU8.set(new Uint8Array(buffer, byteOffset, byteLength), pointer);
    return [pointer, byteLength];
  }

  texts(texts: readonly string[]): readonly [pointer: number, bytes: number] {
    return [this.words(texts.map((text) => this.text(text))), texts.length * WORD];
  }

  /** A tensor of the runtime that is released with the rest. */
  keep(tensor: number): number {
    this.tensors.push(tensor);
    return tensor;
  }

  release(): void {
    for (const tensor of this.tensors.splice(0)) if (tensor !== 0) this.module._OrtReleaseTensor(tensor);
    for (const pointer of this.pointers.splice(0)) this.module._free(pointer);
  }

  /** Behind an error: a runtime that has aborted takes nothing back, and that is not what is to be said. */
  giveUp(): void {
    try {
      this.release();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    }
  }

  private take(bytes: number): number {
    const pointer = this.module._malloc(bytes);
    // Nothing at all may be nowhere.
    if (pointer === 0 && bytes > 0) throw new Error("Out of memory.");
    this.pointers.push(pointer);
    // The memory may have grown: this makes HEAPU8 all of it again.
    if (bytes >= WORD) this.module.getValue(pointer, "i32");
    return pointer;
  }
}
