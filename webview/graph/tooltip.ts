import { make } from "../dom";
import type { Tip } from "./describe";

/** Long enough not to flicker while the pointer passes, short enough to feel at once. */
const DELAY_MS = 200;

/** Hides the one that is shown: there is one tooltip at a time in the page. */
let hideShown = (): void => undefined;

/** A tooltip of a part of the page: showing it takes every other away. */
export class Tooltip {
  private readonly element = make("div", { class: "tooltip", role: "tooltip", hidden: true });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parent: HTMLElement) {}

  /** What `later` gives is added below when it comes, if the tip is still there. */
  show(tip: Tip, x: number, y: number, later?: () => Promise<readonly string[]>): void {
    hideShown();
    hideShown = () => this.hide();
    const timer = setTimeout(() => {
      this.element.replaceChildren(make("strong", { text: tip.title }), ...linesOf(tip.lines));
      // Last, so that nothing is drawn over it.
      this.parent.append(this.element);
      this.element.hidden = false;
      this.place(x, y);
      void later?.().then((lines) => {
        if (this.timer !== timer) return;
        this.element.append(...linesOf(lines));
        this.place(x, y);
      });
    }, DELAY_MS);
    this.timer = timer;
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  hide(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.element.hidden = true;
  }

  /** Beside the pointer, inside the view. */
  private place(x: number, y: number): void {
    const room = this.parent.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const left = Math.min(x - room.left + 14, room.width - own.width - 8);
    const below = y - room.top + 18;
    const top = below + own.height > room.height ? y - room.top - own.height - 10 : below;
    this.element.style.left = `${Math.max(8, left)}px`;
    this.element.style.top = `${Math.max(8, top)}px`;
  }
}

function linesOf(lines: readonly string[]): readonly HTMLElement[] {
  return lines.map((line) => make("div", { text: line }));
}
