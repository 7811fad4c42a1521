import concepts from "./russian/concepts.json";
import findings from "./russian/findings.json";
import gradients from "./russian/gradients.json";
import running from "./russian/running.json";
import type { Texts } from "./texts";

/** What the rooms say of a model, in Russian. */
export const RUSSIAN: Texts = {
  language: "ru",
  texts: { ...concepts, ...findings, ...gradients, ...running },
};
