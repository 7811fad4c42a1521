import type { Progress } from "../src/document/protocol/messages";
import { formatInteger } from "../src/reports/format";
import { make } from "./dom";
import { t } from "./l10n";
import { button, progressRing } from "./toolkit";

/** Shorter waits show nothing: a flash of progress is worse than none. */
const RING_AFTER_MS = 300;
const CANCEL_AFTER_MS = 2000;

/** Progress of what is being waited for, with a way out when it takes long. */
export class Waiting {
  readonly element = make("div", { class: "waiting", role: "status", hidden: true });
  private readonly text = make("span", { text: t("Reading") });
  private timers: ReturnType<typeof setTimeout>[] = [];

  begin(oncancel: () => void): void {
    this.end();
    this.text.textContent = t("Reading");
    this.element.replaceChildren(progressRing(), this.text);
    const show = (): void => {
      this.element.hidden = false;
    };
    const offer = (): void => {
      this.element.append(button({ text: t("Cancel"), onclick: oncancel }));
    };
    this.timers = [setTimeout(show, RING_AFTER_MS), setTimeout(offer, CANCEL_AFTER_MS)];
  }

  /** @param format how numbers of what is counted are said */
  progress({ phase, done, total }: Progress, format: (count: number) => string = formatInteger): void {
    const amount = done === null || total === null ? "" : ` ${t("{0} of {1}", format(done), format(total))}`;
    this.text.textContent = phase + amount;
  }

  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.element.hidden = true;
  }
}
