import "./charts.css";
import { axisLeft, scaleLinear, select as pick } from "d3";
import { formatReal } from "../../src/reports/format";
import type { RunChannels } from "../../src/reports/types";
import { make } from "../dom";
import { plural, t } from "../l10n";

const HEIGHT = 130;
const LEFT = 62;
const TOP = 8;
const BOTTOM = 8;

/** From the least to the greatest of each channel, with its mean; what the pointer or the arrow keys stand on is told. */
export class ChannelStrip {
  readonly element = make("figure", { class: "chart channel-strip" });
  private readonly svg = pick(this.element)
    .append("svg")
    .attr("tabindex", 0)
    .attr("role", "slider")
    .attr("aria-label", t("Channels"));
  private readonly note = make("p", { class: "quiet", role: "status" });
  private channels: RunChannels | undefined;
  private marked: ReadonlyMap<number, string> = new Map();
  private at = -1;

  constructor() {
    const caption = make("figcaption", { text: t("Channels: least, mean and greatest") });
    this.element.prepend(caption);
    this.element.append(this.note);
    const svg = this.svg.node();
    svg?.addEventListener("pointermove", (event) => this.point(event.offsetX));
    svg?.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** @param marked channels that stand out, with what they are: `dead`. */
  show(channels: RunChannels, marked: ReadonlyMap<number, string>): void {
    this.channels = channels;
    this.marked = marked;
    this.at = -1;
    this.note.textContent = plural(
      channels.mean.length,
      "{0} channel along axis {1}.",
      "{0} channels along axis {1}.",
      channels.axis,
    );
    this.draw();
  }

  private draw(): void {
    const { channels } = this;
    const width = this.element.clientWidth;
    if (channels === undefined || width === 0) return;
    const known = [...channels.min, ...channels.max].filter((value) => value !== null);
    const least = known.reduce((all, one) => Math.min(all, one), Infinity);
    const most = known.reduce((all, one) => Math.max(all, one), -Infinity);
    this.svg.attr("width", width).attr("height", HEIGHT).selectAll("*").remove();
    if (least > most) return;
    const y = scaleLinear([least, most], [HEIGHT - BOTTOM, TOP]);
    const x = scaleLinear([0, channels.mean.length], [LEFT, width]);
    const bar = Math.max(0.5, Math.min(8, x(1) - x(0) - 0.5));
    const axis = axisLeft(y)
      .ticks(4)
      .tickFormat((value) => formatReal(Number(value)));
    this.svg.append("g").attr("class", "axis").attr("transform", `translate(${LEFT},0)`).call(axis);
    for (const [at, mean] of channels.mean.entries()) {
      const [low, high] = [channels.min[at] ?? null, channels.max[at] ?? null];
      if (low === null || high === null || mean === null) continue;
      const group = this.svg.append("g").attr("class", this.marked.has(at) ? "channel marked" : "channel");
      const top = y(high);
      group
        .append("rect")
        .attr("x", x(at))
        .attr("width", bar)
        .attr("y", top)
        .attr("height", Math.max(1, y(low) - top));
      // A channel that stands out is told by its form, too.
      if (this.marked.has(at)) group.append("path").attr("d", `M${x(at)} ${top - 6}h${Math.max(3, bar)}`);
      else group.append("path").attr("d", `M${x(at)} ${y(mean)}h${bar}`);
    }
  }

  private point(offset: number): void {
    const all = this.channels?.mean.length ?? 0;
    this.tell(Math.floor(((offset - LEFT) / (this.element.clientWidth - LEFT)) * all));
  }

  private key(event: KeyboardEvent): void {
    const last = (this.channels?.mean.length ?? 0) - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    this.tell(Math.max(0, Math.min(last, target)));
    event.preventDefault();
  }

  private tell(at: number): void {
    const { channels } = this;
    if (channels === undefined || at < 0 || at >= channels.mean.length) return;
    this.at = at;
    const [least, mean, most, l2] = [channels.min, channels.mean, channels.max, channels.l2].map((of) =>
      formatReal(of[at] ?? null),
    );
    const word = this.marked.get(at);
    const kind = word === undefined ? "" : `, ${word}`;
    this.note.textContent =
      t("Channel {0}: {1} to {2}, mean {3}, L2 norm {4}", at, least ?? "", most ?? "", mean ?? "", l2 ?? "") +
      kind;
    this.svg.attr("aria-valuetext", this.note.textContent);
  }
}
