import * as vscode from "vscode";
import type { ColourBy, MetricFile } from "../document/protocol/colours";

/** Larger files are no lists of a model's nodes: the largest models have some hundred thousand of them. */
const LARGEST_METRIC_FILE = 16 * 2 ** 20;

interface Choice extends vscode.QuickPickItem {
  readonly metric: ColourBy | "file";
}

/** Asks what the graph shall be coloured by; `file` is one that is still to be chosen. */
export async function pickMetric(): Promise<ColourBy | "file" | undefined> {
  const { t } = vscode.l10n;
  const choices: readonly Choice[] = [
    { label: t("Operator role"), metric: "role" },
    { label: t("Parameters"), metric: "parameters" },
    { label: t("MACs"), metric: "macs" },
    { label: t("Activation bytes"), metric: "activationBytes" },
    {
      label: t("Arithmetic intensity"),
      description: t("FLOPs per byte of inputs, weights and outputs"),
      metric: "intensity",
    },
    { label: t("Data type"), metric: "dtype" },
    { label: t("Standard deviation"), description: t("of the last run"), metric: "std" },
    { label: t("Zeros"), description: t("of the last run"), metric: "zeroFraction" },
    { label: t("Dead units"), description: t("of the last run"), metric: "deadUnits" },
    { label: t("Saturated units"), description: t("of the last run"), metric: "saturatedUnits" },
    { label: t("Gradient"), description: t("by the outputs"), metric: "gradient" },
    { label: t("Gradient of parameters"), metric: "parameterGradient" },
    { label: t("From file…"), description: t("CSV or JSON: a number for each name"), metric: "file" },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: t("Colour the graph by") });
  return chosen?.metric;
}

/** Asks for a file with a metric and reads it; undefined where a person gave up or it cannot be read, which is said. */
export async function pickMetricFile(beside: vscode.Uri): Promise<MetricFile | undefined> {
  const { t } = vscode.l10n;
  const [uri] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(beside, ".."),
      openLabel: t("Colour by This"),
      filters: { [t("Metrics")]: ["csv", "tsv", "txt", "json"], [t("All files")]: ["*"] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_METRIC_FILE) {
      const [has, most] = [size, LARGEST_METRIC_FILE].map((bytes) => Math.ceil(bytes / 2 ** 20));
      void vscode.window.showErrorMessage(
        t("{0} has {1} MiB; a metric may have {2} MiB.", name, has ?? 0, most ?? 0),
      );
      return undefined;
    }
    return { name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    void vscode.window.showErrorMessage(t("{0} cannot be read: {1}", name, reason));
    return undefined;
  }
}
