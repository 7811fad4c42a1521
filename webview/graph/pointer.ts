import { select as d3Select } from "d3";
import type { Box, Edge, Stub } from "../../src/layout/picture";
import type { Canvas } from "./canvas";
import { paintOf } from "./boxes";
import { tipOf, tipOfEdge, type Ends, type Tip } from "./describe";
import type { Tooltip } from "./tooltip";

/** What a person does with the pointer on the graph. */
interface PointerActions {
  readonly select: (id: string, box: string) => void;
  /** A second box beside the selected one. */
  readonly second: (id: string) => void;
  readonly open: (box: Box) => void;
  readonly stub: (stub: Stub, element: SVGGElement) => void;
  readonly clear: () => void;
  /** What a tooltip says later of a box: what it costs, what explains it. */
  readonly later: (id: string) => Promise<readonly string[]>;
}

type Hit =
  | { readonly kind: "box"; readonly box: Box; readonly fold: boolean }
  | { readonly kind: "edge"; readonly edge: Edge }
  | { readonly kind: "stub"; readonly stub: Stub; readonly element: SVGGElement };

export function listenToPointer(canvas: Canvas, tooltip: Tooltip, actions: PointerActions): void {
  const { svg } = canvas;
  svg.addEventListener("click", (event) => {
    tooltip.hide();
    const hit = hitOf(event.target);
    switch (hit?.kind) {
      case "box":
        if (event.shiftKey) actions.second(hit.box.id);
        else if (hit.fold && hit.box.kind === "group") actions.open(hit.box);
        else actions.select(hit.box.id, hit.box.id);
        break;
      case "edge":
        actions.select(hit.edge.values[0] ?? "", "");
        break;
      case "stub":
        actions.stub(hit.stub, hit.element);
        break;
      case undefined:
        actions.clear();
        break;
    }
  });
  svg.addEventListener("dblclick", (event) => {
    const hit = hitOf(event.target);
    if (hit?.kind === "box" && !hit.fold) actions.open(hit.box);
  });
  let over: unknown;
  svg.addEventListener("pointermove", (event) => {
    const hit = event.buttons === 0 ? hitOf(event.target) : undefined;
    const thing = hit && thingOf(hit);
    if (thing === over) return;
    over = thing;
    const tip = hit && tipOfHit(hit, canvas);
    if (tip === undefined) tooltip.hide();
    else tooltip.show(tip, event.clientX, event.clientY, laterOf(hit, actions));
  });
  svg.addEventListener("pointerleave", () => {
    over = undefined;
    tooltip.hide();
  });
}

function laterOf(hit: Hit | undefined, actions: PointerActions) {
  if (hit?.kind !== "box") return undefined;
  const { kind, id } = hit.box;
  return kind === "node" || kind === "group" ? () => actions.later(id) : undefined;
}

function thingOf(hit: Hit): unknown {
  switch (hit.kind) {
    case "box":
      return hit.box;
    case "edge":
      return hit.edge;
    case "stub":
      return hit.stub;
  }
}

function tipOfHit(hit: Hit, canvas: Canvas): Tip | undefined {
  switch (hit.kind) {
    case "box":
      return canvas.ends && tipOfBox(hit.box, canvas.ends, canvas);
    case "edge":
      return tipOfEdge(hit.edge);
    case "stub":
      return { title: hit.stub.value, lines: [hit.stub.label].filter((line) => line !== "") };
  }
}

/** What colours a box stands first, then what the linter says. */
function tipOfBox(box: Box, ends: Ends, { painter, paintTitle }: Canvas): Tip {
  const tip = tipOf(box, ends);
  const { text, badge } = paintOf(box, painter);
  const coloured = text === "" ? [] : [`${paintTitle}: ${text}`];
  return { ...tip, lines: [...coloured, ...(badge?.lines ?? []), ...tip.lines] };
}

/** What of the graph an event is about. */
export function hitOf(target: EventTarget | null): Hit | undefined {
  if (!(target instanceof Element)) return undefined;
  const element = target.closest<SVGGElement>("g.box, g.edge, g.stub");
  if (element === null) return undefined;
  const datum: unknown = d3Select(element).datum();
  if (element.matches(".edge")) return { kind: "edge", edge: datum as Edge };
  if (element.matches(".stub")) return { kind: "stub", stub: datum as Stub, element };
  return { kind: "box", box: datum as Box, fold: target.matches(".fold") };
}
