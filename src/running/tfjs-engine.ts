import "@tensorflow/tfjs-backend-cpu";
import { ready, setBackend, version_core } from "@tensorflow/tfjs-core";
import type { GraphModelFile } from "./tfjs-graph";
import { loadGraph } from "./tfjs-graph";
import type { LayersModelFile } from "./tfjs-layers";
import { loadLayers } from "./tfjs-layers";
import type { TfjsModel } from "./tfjs-model";

/** TensorFlow.js itself, in a file of its own: only models that nothing else runs load it. */
export interface TfjsEngine {
  /** `TensorFlow.js 4.22.0 (cpu)`. */
  readonly name: string;
  /** @throws what TensorFlow.js throws of a model that it cannot load. */
  readonly load: (file: GraphModelFile | LayersModelFile) => Promise<TfjsModel>;
}

export const tfjs: TfjsEngine = {
  name: `TensorFlow.js ${version_core} (cpu)`,
  load: async (file) => {
    await setBackend("cpu");
    await ready();
    return file.kind === "graph" ? await loadGraph(file) : loadLayers(file);
  },
};
