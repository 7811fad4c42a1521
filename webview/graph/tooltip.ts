import { make } from "../dom";
import type { Tip } from "./describe";

/** Long enough not to flicker while the pointer passes, short enough to feel at once. */
const DELAY_MS = 200;

/** The one tooltip of the graph: showing another takes the first away. */
export class Tooltip {
  private readonly element = make("div", { class: "tooltip", role: "tooltip", hidden: true });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parent: HTMLElement) {
    parent.append(this.element);
  }

  show(tip: Tip, x: number, y: number): void {
    this.hide();
    this.timer = setTimeout(() => {
      this.element.replaceChildren(
        make("strong", { text: tip.title }),
        ...tip.lines.map((line) => make("div", { text: line })),
      );
      this.element.hidden = false;
      const room = this.parent.getBoundingClientRect();
      const own = this.element.getBoundingClientRect();
      const left = Math.min(x - room.left + 14, room.width - own.width - 8);
      const below = y - room.top + 18;
      const top = below + own.height > room.height ? y - room.top - own.height - 10 : below;
      this.element.style.left = `${Math.max(8, left)}px`;
      this.element.style.top = `${Math.max(8, top)}px`;
    }, DELAY_MS);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
