import type { Step } from "./walk";

/** What a key means while the graph has the focus. */
export type KeyAction =
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "enter" | "up" | "clear" | "fit" | "zoom-in" | "zoom-out" | "fold-all" };

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

const ACTIONS: Readonly<Record<string, Exclude<KeyAction["kind"], "step">>> = {
  Enter: "enter",
  " ": "enter",
  Backspace: "up",
  Escape: "clear",
  f: "fit",
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
};

/** Keys with Ctrl, Alt or Cmd belong to the editor. */
export function keyAction(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">,
): KeyAction | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const step = STEPS[event.key];
  if (step !== undefined) return { kind: "step", step };
  const kind = ACTIONS[event.key];
  return kind === undefined ? undefined : { kind };
}
