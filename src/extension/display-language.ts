import * as vscode from "vscode";
import type { Language } from "../concepts/types";

/** The language of VS Code, as far as there are texts in it; else English. */
export function displayLanguage(): Language {
  return vscode.env.language.toLowerCase().startsWith("ru") ? "ru" : "en";
}
