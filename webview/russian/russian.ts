import type { Texts } from "../../src/words/texts";
import activations from "./activations.json";
import concepts from "./concepts.json";
import drawings from "./drawings.json";
import findings from "./findings.json";
import gradients from "./gradients.json";
import graph from "./graph.json";
import layers from "./layers.json";
import shell from "./shell.json";
import weights from "./weights.json";

/** The page's Russian texts: a script of its own, loaded before the page where VS Code speaks Russian. */
const pageTexts: Texts = {
  language: "ru",
  texts: {
    ...activations,
    ...concepts,
    ...drawings,
    ...findings,
    ...gradients,
    ...graph,
    ...layers,
    ...shell,
    ...weights,
  },
};
Object.assign(globalThis, { pageTexts });
