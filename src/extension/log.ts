import * as vscode from "vscode";
import type { Fault } from "../document/responder";

export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel("Layerscope", { log: true });
}

/** The one place where stack traces go. */
export function logFault(log: Log, fault: Fault): void {
  log.error(fault.stack.includes(fault.message) ? fault.stack : `${fault.message}\n${fault.stack}`);
}

/** `model.onnx: read 12.3 ms, model 4.0 ms`: one line that a bench can read. */
export function logTimings(log: Log, file: string, timings: Readonly<Record<string, number>>): void {
  const phases = Object.entries(timings).map(
    ([phase, milliseconds]) => `${phase} ${milliseconds.toFixed(1)} ms`,
  );
  log.info(`${file}: ${phases.join(", ")}`);
}
