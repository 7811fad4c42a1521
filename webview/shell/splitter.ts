import { make } from "../dom";
import { t } from "../l10n";

const LEAST = 200;
/** The graph keeps at least this share of the window. */
const MOST_SHARE = 0.7;
const KEY_STEP = 24;

/** The bar between the view and the details: dragged, or moved with the arrow keys. */
export function makeSplitter(width: () => number, resize: (width: number) => void): HTMLElement {
  const bar = make("div", {
    class: "splitter",
    role: "separator",
    tabindex: 0,
    "aria-orientation": "vertical",
    "aria-label": t("Width of the details"),
  });
  const to = (wanted: number): void => {
    resize(clampWidth(wanted, document.documentElement.clientWidth));
  };
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener("pointermove", (event) => {
    if (bar.hasPointerCapture(event.pointerId)) to(document.documentElement.clientWidth - event.clientX);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") to(width() + KEY_STEP);
    else if (event.key === "ArrowRight") to(width() - KEY_STEP);
    else return;
    event.preventDefault();
  });
  return bar;
}

/** Says to screen readers how wide the details are, in per cent of what they may be. */
export function tellWidth(bar: HTMLElement, width: number): void {
  const most = document.documentElement.clientWidth * MOST_SHARE;
  bar.setAttribute("aria-valuenow", String(Math.min(100, Math.round((100 * width) / most))));
}

function clampWidth(wanted: number, window: number): number {
  return Math.round(Math.max(LEAST, Math.min(wanted, window * MOST_SHARE)));
}
