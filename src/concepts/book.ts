import { NOTES } from "./notes";
import { parseConcepts } from "./parse";
import { RELATED } from "./related";
import { TITLES } from "./titles";
import type { Block, Concept, Language } from "./types";

/** A concept as it is shown: the given question and answer, and what we say beside them. */
export interface BookEntry extends Concept {
  readonly slug: string;
  readonly title: string;
  /** The answer's first sentences, as many as fit. */
  readonly summary: string;
  /** Editor's notes: ours, not the source's. */
  readonly notes: readonly string[];
  /** Numbers of concepts that are read next. */
  readonly related: readonly number[];
}

/** Of a summary, in characters: two to four lines of a tooltip. */
const LONGEST_SUMMARY = 320;

/** All concepts of a language, by number less one. @param source the language's file of questions and answers */
export function conceptBook(source: string, language: Language): readonly BookEntry[] {
  return parseConcepts(source).flatMap((concept): readonly BookEntry[] => {
    const title = TITLES[concept.number - 1];
    if (title === undefined) return [];
    return [
      {
        ...concept,
        slug: title.slug,
        title: title[language],
        summary: summaryOf(concept.answer),
        notes: (NOTES.get(concept.number) ?? []).map((note) => note[language]),
        related: RELATED[concept.number - 1] ?? [],
      },
    ];
  });
}

/** Ends a sentence: not the full stop of an abbreviation or within a number. */
const SENTENCE = /(?<=[.!?]["»”)]?)\s+(?=\p{Lu})/u;

/** Of an answer that begins with a list's heading, what is listed. */
function summaryOf(answer: readonly Block[]): string {
  const [first, ...rest] = answer;
  if (first === undefined) return "";
  let summary = "";
  for (const sentence of plainText(first).split(SENTENCE)) {
    if (summary !== "" && summary.length + sentence.length + 1 > LONGEST_SUMMARY) break;
    summary = `${summary} ${sentence}`.trim();
  }
  if (summary.endsWith(":")) summary = `${summary} ${named(rest).join("; ")}.`;
  return summary.length <= LONGEST_SUMMARY ? summary : `${summary.slice(0, LONGEST_SUMMARY - 1)}…`;
}

/** What a list tells apart: terms, or headings of lists. */
function named(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === "definitions") return block.entries.map(({ term }) => term);
    return block.kind === "heading" ? [block.text] : [];
  });
}

/** A block without its form. */
function plainText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
    case "formula":
      return block.text;
    case "list":
      return block.items.join(" ");
    case "definitions":
      return block.entries.map(({ term, text }) => `${term}: ${text}`).join(" ");
  }
}

/** Concepts that a word leads to: by number, slug or title first, else by what stands in question or answer. */
export function searchBook(book: readonly BookEntry[], words: string): readonly BookEntry[] {
  const wanted = words.trim().toLowerCase();
  if (/^\d+$/.test(wanted)) return book.filter(({ number }) => number === Number(wanted));
  const exact = book.filter(({ slug, title }) => slug === wanted || title.toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  const titled = book.filter(
    ({ slug, title }) => slug.includes(wanted) || title.toLowerCase().includes(wanted),
  );
  if (titled.length > 0) return titled;
  return book.filter(({ question, answer }) =>
    [question, ...answer.map(plainText)].some((text) => text.toLowerCase().includes(wanted)),
  );
}
