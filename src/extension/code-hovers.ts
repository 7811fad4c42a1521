import * as vscode from "vscode";
import type { BookEntry } from "../concepts/book";
import type { CodeConcept } from "../concepts/code/concept-at";
import { conceptAt } from "../concepts/code/concept-at";
import type { Part } from "../concepts/code/notebook";
import { readCell } from "../concepts/code/notebook";
import type { CodeLanguage } from "../concepts/code/tokens";
import { escaped } from "../reports/markdown-table";
import type { ConceptBooks } from "./concept-books";
import { SHOW_CONCEPT } from "./concept-books";
import { reach } from "./milestones";

const LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  python: "python",
  javascript: "javascript",
  javascriptreact: "javascript",
  typescript: "javascript",
  typescriptreact: "javascript",
};

/** Longer texts are data or bundles: nobody reads them. In letters. */
const LONGEST_TEXT = 2_000_000;

/** Explains classes, functions and arguments of deep-learning libraries in code. */
export class CodeHovers implements vscode.HoverProvider, vscode.Disposable {
  /** What was asked last, as long as its text stays as it is. */
  private kept: { readonly key: string; readonly part: Part | undefined } | undefined;
  private readonly registration: vscode.Disposable;

  constructor(private readonly books: ConceptBooks) {
    const selector = Object.keys(LANGUAGES).map((language) => ({ language }));
    this.registration = vscode.languages.registerHoverProvider(selector, this);
  }

  dispose(): void {
    this.registration.dispose();
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const settings = vscode.workspace.getConfiguration("layerscope.concepts", document.uri);
    const language = LANGUAGES[document.languageId];
    if (language === undefined || !settings.get("hover", true)) return undefined;
    const part = this.read(document, language);
    const found =
      part === undefined ? undefined : conceptAt(part.code, part.shift + document.offsetAt(position));
    if (part === undefined || found === undefined) return undefined;
    if (!settings.get<readonly string[]>("libraries", []).includes(found.library)) return undefined;
    const book = await this.books.book(this.books.language);
    const entry = book[found.number - 1];
    if (entry === undefined) return undefined;
    reach("hovered");
    const range = new vscode.Range(
      document.positionAt(found.start - part.shift),
      document.positionAt(found.end - part.shift),
    );
    return new vscode.Hover(markdown(entry, found, book), range);
  }

  private read(document: vscode.TextDocument, language: CodeLanguage): Part | undefined {
    const program = programOf(document);
    const at = program.indexOf(document);
    const key = [at, ...program.map(({ uri, version }) => `${uri.toString()} ${String(version)}`)].join("\n");
    if (this.kept?.key !== key) {
      const texts = program.map((one) => one.getText());
      const letters = texts.reduce((sum, { length }) => sum + length, 0);
      this.kept = { key, part: letters > LONGEST_TEXT ? undefined : readCell(texts, at, language) };
    }
    return this.kept.part;
  }
}

/** A notebook's cells of the document's language, which are one program; of all else the document alone. */
function programOf(document: vscode.TextDocument): readonly vscode.TextDocument[] {
  if (document.uri.scheme !== "vscode-notebook-cell") return [document];
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  if (notebook === undefined) return [document];
  const cells = notebook.getCells().map((cell) => cell.document);
  return cells.filter(({ languageId }) => languageId === document.languageId);
}

function markdown(
  { number, title, summary, related }: BookEntry,
  { shown }: CodeConcept,
  book: readonly BookEntry[],
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  // Links go to one command alone, which takes a number.
  text.isTrusted = { enabledCommands: [SHOW_CONCEPT] };
  // Escaped by us: VS Code's own way makes spaces that no line breaks at.
  text.appendMarkdown(`**${escaped(title)}** · ${escaped(shown)}\n\n${escaped(summary)}\n\n`);
  const next = book[(related[0] ?? 0) - 1];
  const links = [
    link(vscode.l10n.t("More"), number),
    ...(next === undefined ? [] : [link(next.title, next.number)]),
  ];
  return text.appendMarkdown(links.join(" · "));
}

function link(title: string, number: number): string {
  const target = `command:${SHOW_CONCEPT}?${encodeURIComponent(JSON.stringify([number]))}`;
  return `[${title.replace(/[[\]\\]/g, "\\$&")}](${target})`;
}
