import "./axis-titles.css";
import { make } from "../dom";

/** What the axes of a chart measure: plain words, or such that a concept explains. */
interface AxisTitles {
  readonly left?: HTMLElement | string;
  readonly right?: HTMLElement | string;
  readonly below: HTMLElement | string;
}

/** Puts them around a chart's picture, as texts of the page: they are read, and some are reached by keyboard. */
export function addAxisTitles(svg: SVGSVGElement | null, { left = "", right = "", below }: AxisTitles): void {
  if (left !== "" || right !== "")
    svg?.before(make("div", { class: "axis-titles" }, make("span", {}, left), make("span", {}, right)));
  svg?.after(make("div", { class: "axis-titles below" }, make("span", {}, below)));
}
