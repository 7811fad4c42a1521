import { loadGraphModel } from "@tensorflow/tfjs-converter";
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { io } from "@tensorflow/tfjs-core";
import type { TfjsModel } from "./tfjs-model";
import { tensorOf, valuesOf } from "./tfjs-model";
import type { Values } from "./values";

/** A graph model as its file has it, and all of its weights. */
export interface GraphModelFile {
  readonly kind: "graph";
  readonly topology: object;
  /** What fills the model's tables before it runs. */
  readonly initializer: object | undefined;
  readonly weightSpecs: readonly object[];
  readonly weights: Uint8Array;
}

/** @throws what TensorFlow.js throws of a model that it cannot load. */
export async function loadGraph(file: GraphModelFile): Promise<TfjsModel> {
  const { topology, initializer, weightSpecs, weights } = file;
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
}
