import { make } from "../dom";

/** One of several ends that a stub leads to. */
interface Peer {
  readonly id: string;
  readonly text: string;
}

const GAP = 4;

/** The ends of a stub to choose from, beside it. Arrow keys walk, Enter or a click chooses, Escape closes. */
export class PeerList {
  private readonly element = make("div", { class: "peer-list", role: "menu", hidden: true });
  private giveBack: () => void = () => undefined;

  constructor(private readonly parent: HTMLElement) {
    parent.append(this.element);
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") this.hide();
      else if (step !== undefined) {
        event.preventDefault();
        this.walk(step);
      }
    });
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.hide(false);
    });
  }

  /** Shows the list below an element of the graph, which gets the focus back when nothing is chosen. */
  show(label: string, peers: readonly Peer[], beside: SVGElement, choose: (id: string) => void): void {
    this.element.setAttribute("aria-label", label);
    this.element.replaceChildren(
      ...peers.map(({ id, text }) => {
        const onclick = (): void => {
          this.hide();
          choose(id);
        };
        return make("button", { class: "peer", role: "menuitem", title: text, text, onclick });
      }),
    );
    this.giveBack = () => beside.focus({ preventScroll: true });
    this.element.hidden = false;
    const room = this.parent.getBoundingClientRect();
    const at = beside.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const left = Math.min(at.left - room.left, room.width - own.width - GAP);
    const below = at.bottom - room.top + GAP;
    const top = below + own.height > room.height ? at.top - room.top - own.height - GAP : below;
    this.element.style.left = `${Math.max(GAP, left)}px`;
    this.element.style.top = `${Math.max(GAP, top)}px`;
    this.walk(0);
  }

  hide(backToStub = true): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (backToStub) this.giveBack();
  }

  /** To the next choice or the one before, around the ends; 0 to the first. */
  private walk(step: number): void {
    const choices = [...this.element.querySelectorAll("button")];
    const now = choices.findIndex((choice) => choice === document.activeElement);
    const next = step === 0 ? 0 : (now + step + choices.length) % choices.length;
    choices[next]?.focus();
  }
}
