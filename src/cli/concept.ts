import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { BookEntry } from "../concepts/book";
import { conceptBook, searchBook } from "../concepts/book";
import type { Language } from "../concepts/types";
import { conceptMarkdown, conceptTerminal } from "../reports/concept-text";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import type { Options } from "./options";

/** How far above this file the package's own folder may be: from dist/, and from where the sources are run. */
const HIGHEST = 3;

/** An answer of the fifty by number or word; without either, their list. */
export async function concept(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const book = conceptBook(await sourceOf(options.language), options.language);
  const wanted = words.join(" ");
  const found = wanted === "" ? book : searchBook(book, wanted);
  if (found.length === 0) {
    return { out: "", errors: [`No concept is called "${wanted}". \`layerscope concept\` lists all fifty.`] };
  }
  return { out: written(found, options, version, terminal), errors: [] };
}

function written(
  found: readonly BookEntry[],
  { format, language }: Options,
  version: string,
  { wide }: Terminal,
): string {
  const [only] = found;
  if (format === "json") {
    return `${JSON.stringify({ layerscope: version, concepts: found }, undefined, 2)}\n`;
  }
  if (format === "markdown") return found.map((entry) => conceptMarkdown(entry, language)).join("\n");
  if (found.length === 1 && only !== undefined) return conceptTerminal(only, language, wide);
  return found.map(({ number, title }) => `${String(number).padStart(3)}  ${title}\n`).join("");
}

async function sourceOf(language: Language): Promise<string> {
  let folder = fileURLToPath(new URL(".", import.meta.url));
  for (let up = 0; up < HIGHEST; up++) {
    folder = resolve(folder, "..");
    const text = await readFile(join(folder, "media", "concepts", `${language}.md`), "utf8").catch(
      () => undefined,
    );
    if (text !== undefined) return text;
  }
  throw new Error("the package holds its concepts");
}
