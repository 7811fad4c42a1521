import * as vscode from "vscode";
import type { HostEvent } from "../document/protocol/messages";
import type { ModelEditorProvider } from "./provider";

export const OPEN_SAMPLE = "layerscope.openSample";
export const OPEN_SAMPLE_CODE = "layerscope.openSampleCode";

/** The sample of code is a text without a file: it can be read, and nobody writes into the extension's folder. */
export const SAMPLE_SCHEME = "layerscope-sample";

/** What is pointed at in train.py, so that the explanation of it is in sight at once. */
const POINTED_AT = "Dropout";

interface Sample extends vscode.QuickPickItem {
  /** In media/samples. */
  readonly file: string;
}

/** What the walkthrough does with a sample as soon as it is open. */
const BEGINNINGS: Readonly<Record<string, HostEvent>> = {
  costs: { type: "colour-by", metric: "macs" },
  run: { type: "command", command: "run" },
  gradients: { type: "command", command: "gradients" },
};

/** The models that ship with the extension, each with its story. */
function samples(): readonly Sample[] {
  const { t } = vscode.l10n;
  return [
    {
      file: "healthy.onnx",
      label: t("Healthy network"),
      detail: t("A residual network for images in which nothing is wrong."),
    },
    {
      file: "dead-relus.onnx",
      label: t("Dead ReLUs"),
      detail: t("A classifier of digits: five channels of its third block never fire."),
    },
    {
      file: "exploding-weight.onnx",
      label: t("Exploding weights"),
      detail: t("An autoencoder: the weights of one layer are 200 times too large."),
    },
    {
      file: "vanishing-gradients.onnx",
      label: t("Vanishing gradients"),
      detail: t("Twelve sigmoids in a row: next to nothing of the gradient comes through."),
    },
    {
      file: "recipe/model.json",
      label: t("Training recipe"),
      detail: t("A Keras model for TensorFlow.js, with the optimiser and the loss that it was trained with."),
    },
  ];
}

/**
 * Opens a sample.
 *
 * @param file one of them; anything else asks which.
 * @param beginning what is done with it at once, where it is one of {@link BEGINNINGS}.
 */
export async function openSample(
  extension: vscode.Uri,
  provider: ModelEditorProvider,
  file: unknown,
  beginning: unknown,
): Promise<void> {
  const known = samples().find((sample) => sample.file === file);
  const sample = known ?? (await pickSample());
  if (sample === undefined) return;
  const panel = await provider.open(vscode.Uri.joinPath(extension, "media", "samples", sample.file));
  const event = typeof beginning === "string" ? BEGINNINGS[beginning] : undefined;
  if (event !== undefined) panel?.tell(event);
}

async function pickSample(): Promise<Sample | undefined> {
  const { t } = vscode.l10n;
  return await vscode.window.showQuickPick(samples(), {
    title: t("Open a Sample Model"),
    placeHolder: t("Each tells one story"),
    matchOnDetail: true,
  });
}

/** Opens a training script that is there to be pointed at, and points at something in it. */
export async function openSampleCode(): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SAMPLE_SCHEME, path: "/train.py" });
  const document = await vscode.workspace.openTextDocument(uri);
  const place = document.positionAt(document.getText().indexOf(POINTED_AT));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
  await vscode.commands.executeCommand("editor.action.showHover");
}

/** The samples of code by their paths in media/samples. */
export function sampleTexts(extension: vscode.Uri): vscode.TextDocumentContentProvider {
  return {
    async provideTextDocumentContent({ path }) {
      const file = vscode.Uri.joinPath(extension, "media", "samples", path);
      return Buffer.from(await vscode.workspace.fs.readFile(file)).toString("utf8");
    },
  };
}
