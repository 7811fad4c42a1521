import type { BookEntry } from "../concepts/book";
import type { Block, Language } from "../concepts/types";
import { escaped } from "./markdown-table";

/** What we say beside the given text. */
const WORDS: Readonly<Record<Language, { readonly note: string; readonly related: string }>> = {
  en: { note: "Editor's note", related: "See also" },
  ru: { note: "Примечание редактора", related: "См. также" },
};

/** Text of a concept for a terminal of so many columns. */
export function conceptTerminal(entry: BookEntry, language: Language, wide: number): string {
  const words = WORDS[language];
  const width = Math.min(wide, LONGEST_LINE);
  const blocks = entry.answer.flatMap((block) => [...terminalBlock(block, width), ""]);
  const notes = entry.notes.flatMap((note) => [...wrapped(`${words.note}: ${note}`, width, "  "), ""]);
  const head = `${String(entry.number)}. ${entry.title}`;
  const related = entry.related.map((number) => String(number)).join(", ");
  return [
    head,
    "─".repeat(Math.min(width, head.length)),
    ...wrapped(entry.question, width, ""),
    "",
    ...blocks,
    ...notes,
    ...(related === "" ? [] : [`${words.related}: ${related}`]),
    "",
  ].join("\n");
}

/** Letters in a line that a person reads with ease. */
const LONGEST_LINE = 84;

function terminalBlock(block: Block, width: number): readonly string[] {
  switch (block.kind) {
    case "paragraph":
      return wrapped(block.text, width, "");
    case "heading":
      return [block.text];
    case "formula":
      return [`    ${block.text}`];
    case "list":
      return block.items.flatMap((item) => wrapped(item, width, "    ", "  • "));
    case "definitions":
      return block.entries.flatMap(({ term, text }) => wrapped(`${term}: ${text}`, width, "    ", "  • "));
  }
}

/** Lines of at most so many letters, the first behind `first`, the others behind `indent`. */
function wrapped(text: string, width: number, indent: string, first = indent): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** The same as Markdown. */
export function conceptMarkdown(entry: BookEntry, language: Language): string {
  const blocks = entry.answer.map(markdownBlock);
  const notes = entry.notes.map((note) => `> **${WORDS[language].note}.** ${escaped(note)}`);
  const head = `## ${String(entry.number)}. ${escaped(entry.title)}`;
  return [head, `**${escaped(entry.question)}**`, ...blocks, ...notes, ""].join("\n\n");
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return escaped(block.text);
    case "heading":
      return `### ${escaped(block.text)}`;
    case "formula":
      return `\`${block.text}\``;
    case "list":
      return block.items.map((item) => `- ${escaped(item)}`).join("\n");
    case "definitions":
      return block.entries.map(({ term, text }) => `- **${escaped(term)}**: ${escaped(text)}`).join("\n");
  }
}
