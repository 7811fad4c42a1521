import type { Texts } from "../l10n";
import graph from "./graph.json";
import shell from "./shell.json";

/** The page's Russian texts: a script of its own, loaded before the page where VS Code speaks Russian. */
const pageTexts: Texts = { language: "ru", texts: { ...shell, ...graph } };
Object.assign(globalThis, { pageTexts });
