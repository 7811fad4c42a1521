import { formatReal } from "../../../src/reports/format";
import type { Grid } from "../mathematics/windows";
import type { Svg } from "./stage";

interface Options {
  readonly left: number;
  readonly top: number;
  /** Pixels of a cell's side. */
  readonly cell: number;
  readonly title: string;
  /** Whether a cell belongs to what is looked at. */
  readonly marked?: (row: number, column: number) => boolean;
  /** How full a cell is, from 0 to 1. */
  readonly share?: (value: number) => number;
}

/** Numbers in cells; those that are marked have a frame. */
export function drawGrid(svg: Svg, numbers: Grid, options: Options): void {
  const { left, top, cell, title, marked = () => false, share = () => 0 } = options;
  const place = svg.append("g").attr("class", "cells").attr("transform", `translate(${left},${top})`);
  place.append("text").attr("class", "axis-title").attr("y", -6).text(title);
  numbers.forEach((row, down) => {
    row.forEach((value, right) => {
      const one = place.append("g").attr("transform", `translate(${right * cell},${down * cell})`);
      one
        .append("rect")
        .attr("width", cell - 1)
        .attr("height", cell - 1)
        .attr("class", marked(down, right) ? "cell marked" : "cell")
        .attr("fill-opacity", 0.05 + 0.6 * share(value));
      one
        .append("text")
        .attr("x", cell / 2)
        .attr("y", cell / 2)
        .attr("dy", "0.35em")
        .attr("text-anchor", "middle")
        .text(formatReal(Number(value.toFixed(2))));
    });
  });
}
