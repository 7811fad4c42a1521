import "./charts.css";
import { axisBottom, axisLeft, range, scaleLinear, select as pick } from "d3";
import { formatReal } from "../../src/reports/format";
import type { RunChannels } from "../../src/reports/types/run";
import { make } from "../dom";
import { addAxisTitles } from "./axis-titles";
import { notationOf } from "./notation";
import { ChartWalk } from "./walk";
import { plural, t } from "../l10n";

const HEIGHT = 148;
const LEFT = 62;
const TOP = 8;
const BOTTOM = 26;
/** Pixels between numbers of the axis. */
const TICK_ROOM = 80;

/** From the least to the greatest of each channel, with its mean; what the pointer or the arrow keys stand on is told. */
export class ChannelStrip {
  readonly element = make("figure", { class: "chart channel-strip" });
  private readonly svg = pick(this.element).append("svg");
  private readonly walk = new ChartWalk(this.svg, t("Channels"), {
    count: () => this.channels?.mean.length ?? 0,
    placeAt: (pixel) => this.placeAt(pixel),
    text: (at) => this.text(at),
    onmove: () => undefined,
  });
  private channels: RunChannels | undefined;
  private marked: ReadonlyMap<number, string> = new Map();

  constructor() {
    const caption = make("figcaption", { text: t("Channels: least, mean and greatest") });
    this.element.prepend(caption);
    addAxisTitles(this.svg.node(), { left: t("value of an element"), below: t("channel") });
    this.element.append(this.walk.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** @param marked channels that stand out, with what they are: `dead`. */
  show(channels: RunChannels, marked: ReadonlyMap<number, string>): void {
    this.channels = channels;
    this.marked = marked;
    const { mean, axis } = channels;
    this.walk.begin(plural(mean.length, "{0} channel along axis {1}.", "{0} channels along axis {1}.", axis));
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
      .tickFormat(notationOf(y.ticks(4)));
    this.svg.append("g").attr("class", "axis").attr("transform", `translate(${LEFT},0)`).call(axis);
    const every = Math.max(1, Math.ceil((channels.mean.length * TICK_ROOM) / width));
    const below = axisBottom(x)
      .tickValues(range(0, channels.mean.length, every))
      .tickFormat(String)
      .tickSizeOuter(0);
    this.svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(${bar / 2},${HEIGHT - BOTTOM})`)
      .call(below);
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

  private placeAt(pixel: number): number {
    const all = this.channels?.mean.length ?? 0;
    return Math.floor(((pixel - LEFT) / (this.element.clientWidth - LEFT)) * all);
  }

  private text(at: number): string {
    const { channels } = this;
    if (channels === undefined) return "";
    const [least, mean, most, l2] = [channels.min, channels.mean, channels.max, channels.l2].map((of) =>
      formatReal(of[at] ?? null),
    );
    const word = this.marked.get(at);
    const kind = word === undefined ? "" : `, ${word}`;
    const said = t(
      "Channel {0}: {1} to {2}, mean {3}, L2 norm {4}",
      at,
      least ?? "",
      most ?? "",
      mean ?? "",
      l2 ?? "",
    );
    return said + kind;
  }
}
