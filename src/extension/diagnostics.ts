import * as vscode from "vscode";
import type { Finding, Severity } from "../findings/types";
import type { ModelDocument } from "./model-document";

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A model has no lines: its problems stand at the beginning, and what they are about comes first in their text. */
const NOWHERE = new vscode.Range(0, 0, 0, 0);

/** Goes to what a finding is about; the argument is the file's address and the node's, tensor's or value's name. */
export const SHOW_COMMAND = "layerscope.showFinding";

/** They say nothing of the file: what was found in it still stands. */
const FAULTS_OF_OURS: ReadonlySet<string> = new Set(["worker-died", "internal-fault"]);

/** Keeps VS Code's list of problems in step with what the linter finds in the models that are open. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection("layerscope");

  /** Findings of a model that is open, until it is closed. */
  async follow(document: ModelDocument): Promise<void> {
    const answer = await document.request("lint", { configuration: null, weights: false });
    if (document.closed) this.collection.delete(document.uri);
    else if ("ok" in answer) {
      this.collection.set(
        document.uri,
        answer.ok.findings.map((finding) => diagnosticOf(document.uri, finding)),
      );
    } else if ("error" in answer && !FAULTS_OF_OURS.has(answer.error.code)) {
      const { message, severity } = answer.error;
      this.collection.set(document.uri, [new vscode.Diagnostic(NOWHERE, message, SEVERITIES[severity])]);
    }
  }

  forget(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function diagnosticOf(uri: vscode.Uri, { rule, severity, message, id }: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(NOWHERE, message, SEVERITIES[severity]);
  diagnostic.source = "Layerscope";
  const words = encodeURIComponent(JSON.stringify([uri.toString(), id ?? ""]));
  diagnostic.code = { value: rule, target: vscode.Uri.parse(`command:${SHOW_COMMAND}?${words}`) };
  return diagnostic;
}
