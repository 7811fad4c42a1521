import * as vscode from "vscode";
import type { RequestName } from "../document/protocol/requests";

/** What a newcomer does for the first time: a step of the walkthrough is done when it has been, with whatever model. */
type Milestone = "opened" | "costs" | "run" | "gradients" | "hovered";

/** What of a model was looked at when such an answer was given. */
const BY_REQUEST: Partial<Readonly<Record<RequestName, Milestone>>> = {
  picture: "opened",
  metrics: "costs",
  layers: "costs",
  run: "run",
  gradients: "gradients",
};

/** Sets a key of VS Code's context, which the walkthrough waits for. */
export function reach(milestone: Milestone): void {
  void vscode.commands.executeCommand("setContext", `layerscope.reached.${milestone}`, true);
}

/** A request was answered. */
export function reachBy(request: RequestName): void {
  const milestone = BY_REQUEST[request];
  if (milestone !== undefined) reach(milestone);
}
