import * as vscode from "vscode";
import type { BookEntry } from "../concepts/book";
import type { Code } from "../concepts/code/code";
import type { CodeConcept } from "../concepts/code/concept-at";
import { conceptAt, readCode } from "../concepts/code/concept-at";
import type { CodeLanguage } from "../concepts/code/tokens";
import { escaped } from "../reports/markdown-table";
import type { ConceptBooks } from "./concept-books";
import { SHOW_CONCEPT } from "./concept-books";

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
  /** Of the text that was asked last, and its version. */
  private kept: { readonly key: string; readonly code: Code } | undefined;
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
    const before = cellsBefore(document);
    const shift = before === "" ? 0 : before.length + 1;
    const code = this.read(document, language, before);
    const found = code === undefined ? undefined : conceptAt(code, shift + document.offsetAt(position));
    if (found === undefined || !settings.get<readonly string[]>("libraries", []).includes(found.library))
      return undefined;
    const book = await this.books.book(this.books.language);
    const entry = book[found.number - 1];
    if (entry === undefined) return undefined;
    const range = new vscode.Range(
      document.positionAt(found.start - shift),
      document.positionAt(found.end - shift),
    );
    return new vscode.Hover(markdown(entry, found, book), range);
  }

  private read(document: vscode.TextDocument, language: CodeLanguage, before: string): Code | undefined {
    const text = document.getText();
    if (before.length + text.length > LONGEST_TEXT) return undefined;
    const key = `${document.uri.toString()} ${String(document.version)} ${String(before.length)}`;
    if (this.kept?.key !== key) this.kept = { key, code: readCode(text, language, before) };
    return this.kept.code;
  }
}

/** The code of a notebook's other cells, which are one program. */
function cellsBefore(document: vscode.TextDocument): string {
  if (document.uri.scheme !== "vscode-notebook-cell") return "";
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  return (notebook?.getCells() ?? [])
    .filter((cell) => cell.document !== document && cell.document.languageId === document.languageId)
    .map((cell) => cell.document.getText())
    .join("\n");
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
