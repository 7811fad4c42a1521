import * as vscode from "vscode";
import type { BookEntry } from "../concepts/book";
import { conceptBook } from "../concepts/book";
import type { Language } from "../concepts/types";
import { conceptMarkdown } from "../reports/concept-text";
import { displayLanguage } from "./display-language";

export const SHOW_CONCEPT = "layerscope.showConcept";

/** Concepts as pages of Markdown, where no model is open to show them. */
export const CONCEPT_SCHEME = "layerscope-concept";

/** In which concepts are told: what a person chose, else VS Code's language, else English. */
export function conceptLanguage(): Language {
  const chosen = vscode.workspace.getConfiguration("layerscope").get<string>("concepts.language", "auto");
  if (chosen === "en" || chosen === "ru") return chosen;
  return displayLanguage();
}

/** The fifty questions and answers, read when somebody asks for one. */
export class ConceptBooks implements vscode.TextDocumentContentProvider {
  private readonly books = new Map<Language, Promise<readonly BookEntry[]>>();

  constructor(private readonly extension: vscode.Uri) {}

  get language(): Language {
    return conceptLanguage();
  }

  book(language: Language): Promise<readonly BookEntry[]> {
    let book = this.books.get(language);
    if (book === undefined) {
      book = this.read(language);
      this.books.set(language, book);
    }
    return book;
  }

  /** `layerscope-concept:/12-dropout.md` */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const number = Number(/^\/(\d+)/.exec(uri.path)?.[1] ?? "0");
    const entry = (await this.book(this.language))[number - 1];
    return entry === undefined ? "" : conceptMarkdown(entry, this.language);
  }

  /** Opens a concept's page of Markdown. */
  async preview(number: number): Promise<void> {
    const entry = (await this.book(this.language))[number - 1];
    if (entry === undefined) return;
    const uri = vscode.Uri.from({ scheme: CONCEPT_SCHEME, path: `/${String(number)}-${entry.slug}.md` });
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  /** Lets a person choose one. */
  async pick(): Promise<number | undefined> {
    const book = await this.book(this.language);
    const items = book.map(({ number, title, question }) => ({
      label: `${String(number)}. ${title}`,
      detail: question,
      number,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      matchOnDetail: true,
      placeHolder: vscode.l10n.t("Concept to read"),
    });
    return chosen?.number;
  }

  private async read(language: Language): Promise<readonly BookEntry[]> {
    const file = vscode.Uri.joinPath(this.extension, "media", "concepts", `${language}.md`);
    return conceptBook(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), language);
  }
}
