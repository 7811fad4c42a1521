import type { Block, Concept, Definition } from "./types";
import { readableFormula } from "./formula";

const QUESTION = /^### (\d+)\. (.+)$/;
/** Stands before an answer, on a line of its own or with the first sentence; the source has both Russian words. */
const ANSWER_LABEL = /^(?:Ответ|Отвечать|Answer): */;
/** A formula on a line of its own: `[ Precision = \frac{TP}{TP + FP} ]`. */
const FORMULA = /^\[ (.+) \]$/;
/** `Term: what it means`, also with a space before the colon. Sentences have a full stop, or are longer. */
const DEFINITION = /^([^:.]+?) ?: +(\S.*)$/;
/** In words. The longest term of the source has seven; its sentences that hold a colon have more before it. */
const LONGEST_TERM = 8;
/** Opens the sentence that ends an answer: it belongs to no list, though nothing parts them. */
const CONCLUSION = /^(?:Подводя итог|In summary),/;

/** Reads the questions and answers of a source, in its order; what stands before the first question is its title. */
export function parseConcepts(source: string): readonly Concept[] {
  const concepts: { number: number; question: string; lines: string[] }[] = [];
  for (const line of source.split("\n")) {
    const question = QUESTION.exec(line);
    if (question === null) concepts.at(-1)?.lines.push(line);
    else concepts.push({ number: Number(question[1]), question: question[2] ?? "", lines: [] });
  }
  return concepts.map(({ number, question, lines }) => ({ number, question, answer: blocksOf(lines) }));
}

/**
 * The blocks of an answer. The source parts its paragraphs by empty lines, but also runs lists into what follows
 * them, so lines are read one by one; an empty line only ends a list of plain lines.
 */
function blocksOf(lines: readonly string[]): readonly Block[] {
  const texts = lines.map((line, at) => (at === 0 ? line.replace(ANSWER_LABEL, "") : line).trim());
  const blocks: Block[] = [];
  texts.forEach((text, at) => {
    if (text === "") return;
    const last = blocks.at(-1);
    const formula = FORMULA.exec(text);
    const definition = at === 0 ? undefined : definitionOf(text);
    if (formula !== null) blocks.push({ kind: "formula", text: readableFormula(formula[1] ?? "") });
    else if (definition !== undefined) {
      if (last?.kind === "definitions") blocks[blocks.length - 1] = withEntry(last.entries, definition);
      else blocks.push(withEntry([], definition));
    } else if (isHeading(texts, at)) blocks.push({ kind: "heading", text: text.slice(0, -1) });
    else if (last?.kind === "heading") blocks.push({ kind: "list", items: [text] });
    else if (last?.kind === "list" && !CONCLUSION.test(text)) {
      blocks[blocks.length - 1] = { kind: "list", items: [...last.items, text] };
    } else blocks.push({ kind: "paragraph", text });
  });
  return blocks;
}

function withEntry(entries: readonly Definition[], entry: Definition): Block {
  return { kind: "definitions", entries: [...entries, entry] };
}

function definitionOf(text: string): Definition | undefined {
  const [, term, meaning] = DEFINITION.exec(text) ?? [];
  if (term === undefined || meaning === undefined) return undefined;
  return term.split(" ").length > LONGEST_TERM ? undefined : { term, text: meaning };
}

/** A short line that ends in a colon names the plain lines below it; before definitions it is a sentence. */
function isHeading(texts: readonly string[], at: number): boolean {
  const text = texts[at] ?? "";
  if (at === 0 || !text.endsWith(":") || text.split(" ").length > LONGEST_TERM) return false;
  const next = texts.slice(at + 1).find((other) => other !== "") ?? "";
  return definitionOf(next) === undefined;
}
