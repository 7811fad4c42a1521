import type { Selection } from "d3";

/**
 * Says to screen readers where pointer or keyboard stand on a chart that is walked like a slider, and what is there.
 *
 * @param at from 0 to `count` - 1; -1 before the first step
 */
export function tellStand(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  at: number,
  count: number,
  text: string,
): void {
  svg
    .attr("aria-valuemin", 0)
    .attr("aria-valuemax", count)
    .attr("aria-valuenow", at + 1)
    .attr("aria-valuetext", text);
}
