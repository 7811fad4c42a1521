import * as vscode from "vscode";
import type { PageCommand } from "../document/protocol/messages";
import type { ConceptBooks } from "./concept-books";
import { SHOW_CONCEPT } from "./concept-books";
import { SHOW_COMMAND } from "./diagnostics";
import type { Log } from "./log";
import type { ModelEditorProvider } from "./provider";
import { OPEN_SAMPLE, OPEN_SAMPLE_CODE, openSample, openSampleCode } from "./samples";
import { viewTypeFor } from "./view-types";

/** Commands that the page of the active editor carries out. */
const PAGE_COMMANDS: readonly (readonly [command: string, page: PageCommand])[] = [
  ["layerscope.run", "run"],
  ["layerscope.gradients", "gradients"],
  ["layerscope.find", "find"],
  ["layerscope.fit", "fit"],
  ["layerscope.foldAll", "fold-all"],
  ["layerscope.exportSvg", "export-svg"],
  ["layerscope.exportPng", "export-png"],
];

export function registerCommands(
  provider: ModelEditorProvider,
  books: ConceptBooks,
  extension: vscode.Uri,
  log: Log,
): readonly vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand("layerscope.open", openModel),
    // From the palette, what the active editor shows.
    registerCommand("layerscope.openWith", async (chosen: unknown) => {
      const uri = chosen instanceof vscode.Uri ? chosen : vscode.window.activeTextEditor?.document.uri;
      if (uri !== undefined) await openWith(uri);
    }),
    registerCommand(OPEN_SAMPLE, (file: unknown, beginning: unknown) =>
      openSample(extension, provider, file, beginning),
    ),
    registerCommand(OPEN_SAMPLE_CODE, openSampleCode),
    registerCommand("layerscope.showLog", () => {
      log.show();
    }),
    registerCommand(SHOW_COMMAND, async (uri: unknown, name: unknown) => {
      if (typeof uri !== "string" || typeof name !== "string") return;
      (await provider.open(vscode.Uri.parse(uri)))?.tell({ type: "show", name });
    }),
    registerCommand("layerscope.showRule", async (rule: unknown) => {
      if (typeof rule !== "string" || !/^[a-z-]+$/.test(rule)) return;
      const page = vscode.Uri.joinPath(extension, "docs", "findings", `${rule}.md`);
      await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
    }),
    // In the model that is open, which shows where it has the concept; else as a page of its own.
    registerCommand(SHOW_CONCEPT, async (chosen: unknown) => {
      const number = typeof chosen === "number" ? chosen : await books.pick();
      if (number === undefined) return;
      const panel = provider.visiblePanel;
      if (panel === undefined) await books.preview(number);
      else panel.showConcept(number);
    }),
    registerCommand("layerscope.colourBy", () => provider.activePanel?.colourBy()),
    registerCommand("layerscope.colourByFile", () => provider.activePanel?.colourByFile()),
    ...PAGE_COMMANDS.map(([command, page]) =>
      registerCommand(command, () => {
        provider.activePanel?.command(page);
      }),
    ),
  ];
}

/** Opens the file that was chosen in the explorer, else asks for one. */
async function openModel(chosen: unknown): Promise<void> {
  const uris =
    chosen instanceof vscode.Uri
      ? [chosen]
      : await vscode.window.showOpenDialog({
          canSelectMany: true,
          openLabel: vscode.l10n.t("Open Model"),
          filters: { [vscode.l10n.t("Models")]: ["onnx", "json"], [vscode.l10n.t("All files")]: ["*"] },
        });
  for (const uri of uris ?? []) await openWith(uri);
}

async function openWith(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", uri, viewTypeFor(uri.path));
}
