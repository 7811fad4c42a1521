import { strict as assert } from "node:assert";
import { join } from "node:path";
import * as vscode from "vscode";

/** Called by VS Code inside its extension host: each step is what a person does, seen from the extension's side. */
export async function run(): Promise<void> {
  const folder = process.env["LAYERSCOPE_MODELS"] ?? "";
  const uri = vscode.Uri.file(join(folder, "mlp.onnx"));
  await vscode.commands.executeCommand("vscode.open", uri);
  await until("the model opens in Layerscope's editor", () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputCustom && input.viewType === "layerscope.onnx";
  });

  const flawed = vscode.Uri.file(join(folder, "training-mode.onnx"));
  await vscode.commands.executeCommand("vscode.open", flawed);
  await until("its findings stand in the list of problems", () =>
    vscode.languages
      .getDiagnostics(flawed)
      .some(({ code }) => typeof code === "object" && code.value === "training-mode"),
  );

  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await until(
    "and leave it when the model is closed",
    () => vscode.languages.getDiagnostics(flawed).length === 0,
  );
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!holds()) {
    assert.ok(Date.now() < end, `not within 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(`✓ ${what}`);
}
