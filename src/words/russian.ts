import concepts from "./russian/concepts.json";
import details from "./russian/details.json";
import document from "./russian/document.json";
import findings from "./russian/findings.json";
import gradients from "./russian/gradients.json";
import progress from "./russian/progress.json";
import running from "./russian/running.json";
import type { Texts } from "./texts";

/** What the rooms say of a model, in Russian. */
export const RUSSIAN: Texts = {
  language: "ru",
  texts: { ...concepts, ...details, ...document, ...findings, ...gradients, ...progress, ...running },
};
