import fs from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import type { Env, InferenceSession } from "onnxruntime-web";
import type { RuntimeModule } from "./runtime";
import { Runtime } from "./runtime";
import type { TfjsEngine } from "./tfjs-engine";

/** The runtime's module, loaded at the first run: it is large, and most who look at a model never run it. */
export interface Engine {
  readonly create: typeof InferenceSession.create;
  /** Runs what has been created. */
  readonly runtime: () => Runtime;
  /** `onnxruntime-web 1.30.0 (wasm, 2 threads)`. */
  readonly name: string;
  /** What the runtime prints while it does something, in place of printing it. */
  readonly printed: (action: () => void) => string;
  /** TensorFlow.js, for models that hold what has no counterpart in ONNX. */
  readonly tfjs: () => Promise<TfjsEngine>;
}

/**
 * Threads at most. A forward pass of ResNet-18 takes 154 ms with one and 85 ms with two on two cores; beyond four
 * the pool's waiting costs as much as it brings for networks of this size.
 */
const MOST_THREADS = 4;

let loaded: Promise<Engine> | undefined;

/** The runtime. The number of its threads is fixed with its first session. */
export function loadEngine(threads = Math.min(MOST_THREADS, availableParallelism())): Promise<Engine> {
  return (loaded ??= load(threads));
}

async function load(threads: number): Promise<Engine> {
  const ort = await import("onnxruntime-web");
  const runtime = await runtimeOf(ort.env);
  ort.env.wasm.numThreads = threads;
  const count = threads === 1 ? "1 thread" : `${threads} threads`;
  return {
    create: ort.InferenceSession.create.bind(ort.InferenceSession),
    runtime,
    name: `onnxruntime-web ${ort.env.versions.web ?? ""} (wasm, ${count})`,
    printed,
    // The build makes a file of its own of it.
    tfjs: async () => (await import("./tfjs-engine")).tfjs,
  };
}

/** Under which the module is made, for the one line of JavaScript that has no other way to us. */
const MAKER = "layerscope.runtime";

/**
 * The runtime's wasm module, which onnxruntime-web makes with its first session and keeps to itself: it is given a way
 * to make it (`env.wasm.wasmPaths.mjs`) that shows it to us, too.
 */
async function runtimeOf({ wasm }: Env): Promise<() => Runtime> {
  // It finds its wasm file beside itself: in the package, or beside the bundle.
  const { default: make } = await import("onnxruntime-web/ort-wasm-simd-threaded.mjs");
  let runtime: Runtime | undefined;
  const shown = async ({ numThreads }: { readonly numThreads: number }): Promise<RuntimeModule> => {
    const module = await make({ numThreads });
    runtime = new Runtime(module);
    return module;
  };
  Object.assign(globalThis, { [Symbol.for(MAKER)]: shown });
  wasm.wasmPaths = { mjs: `data:text/javascript,export default globalThis[Symbol.for("${MAKER}")]` };
  return () => {
    if (runtime === undefined)
      throw new Error("onnxruntime-web was started before it was asked for its memory.");
    return runtime;
  };
}

/**
 * Compiled to wasm, the runtime has a console for a file system: a profile goes to standard output, which belongs to
 * reports. It is written line by line by `fs.writeSync(1, …)`, at once and by nobody else meanwhile.
 */
function printed(action: () => void): string {
  const write = fs.writeSync;
  const lines: string[] = [];
  fs.writeSync = ((_file: number, text: string) => {
    lines.push(text);
    return text.length;
  }) as typeof fs.writeSync;
  try {
    action();
  } finally {
    fs.writeSync = write;
  }
  return lines.join("");
}

/** Observed values take a quarter of the machine's memory at most, and no more than half of what wasm can hold. */
const LARGEST_BUDGET = 2 ** 31;

/** Bytes that observed values may take at once. */
export function memoryBudget(): number {
  return Math.min(LARGEST_BUDGET, totalmem() / 4);
}
