import "@tensorflow/tfjs-backend-cpu";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { io, ready, setBackend, tensor, version_core } from "@tensorflow/tfjs-core";
import type { Elements, Values } from "./values";
import { numberAt } from "./values";

/** A graph model as its file has it, and all of its weights. */
export interface GraphModelFile {
  readonly topology: object;
  /** What fills the model's tables before it runs. */
  readonly initializer: object | undefined;
  readonly weightSpecs: readonly object[];
  readonly weights: Uint8Array;
}

/** A model that TensorFlow.js has loaded. It holds memory until it is disposed of. */
export interface GraphModel {
  /** @throws what TensorFlow.js throws: of an operator that it does not know, of shapes that do not go together. */
  readonly run: (
    feeds: ReadonlyMap<string, Values>,
    fetches: readonly string[],
  ) => Promise<ReadonlyMap<string, Values>>;
  readonly dispose: () => void;
}

/** TensorFlow.js itself, in a file of its own: only models that nothing else runs load it. */
export interface TfjsEngine {
  /** `TensorFlow.js 4.22.0 (cpu)`. */
  readonly name: string;
  readonly load: (file: GraphModelFile) => Promise<GraphModel>;
}

export const tfjs: TfjsEngine = {
  name: `TensorFlow.js ${version_core} (cpu)`,
  load: async ({ topology, initializer, weightSpecs, weights }) => {
    await setBackend("cpu");
    await ready();
    // Without a signature inputs and outputs are called as their nodes are.
    const model = await loadGraphModel(
      io.fromMemory({
        modelTopology: topology,
        weightSpecs: weightSpecs as io.WeightsManifestEntry[],
        weightData: weights.slice().buffer,
        ...(initializer && { modelInitializer: initializer }),
      }),
    );
    let isDynamic = false;
    const execute = async (given: NamedTensorMap, fetches: string[]): Promise<Tensor | Tensor[]> => {
      // Control flow, and sizes that hang on elements, can only be waited for.
      if (isDynamic) return await model.executeAsync(given, fetches);
      try {
        return model.execute(given, fetches);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes("executeAsync")) throw error;
        isDynamic = true;
        return await model.executeAsync(given, fetches);
      }
    };
    return {
      run: async (feeds, fetches) => {
        const given: NamedTensorMap = {};
        for (const [name, values] of feeds) given[name] = tensorOf(values);
        const results = await execute(given, [...fetches]);
        const list = Array.isArray(results) ? results : [results];
        const values = new Map<string, Values>();
        for (const [at, name] of fetches.entries()) {
          const one = list[at];
          const seen = one && (await valuesOf(one));
          if (seen !== undefined) values.set(name, seen);
        }
        for (const one of [...list, ...Object.values(given)]) one.dispose();
        return values;
      },
      dispose: () => {
        model.dispose();
      },
    };
  },
};

/** Integers of 64 bits are none of TensorFlow.js: it has int32 in their place. */
function tensorOf(values: Values): Tensor {
  const { dtype, shape, data } = values;
  const sizes = [...shape];
  if (dtype === "string") return tensor([...(data as readonly string[])], sizes, "string");
  if (dtype === "bool") return tensor(Uint8Array.from(data as Uint8Array), sizes, "bool");
  const numbers = Array.from({ length: data.length }, (_, at) => numberAt(values, at));
  return dtype.startsWith("float")
    ? tensor(Float32Array.from(numbers), sizes, "float32")
    : tensor(Int32Array.from(numbers), sizes, "int32");
}

/** Undefined for complex numbers. */
async function valuesOf(one: Tensor): Promise<Values | undefined> {
  const { dtype, shape } = one;
  if (dtype === "complex64") return undefined;
  return { dtype, shape, data: (await one.data<"float32">()) as unknown as Elements };
}
