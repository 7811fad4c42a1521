import {
  interpolateString,
  interrupt,
  select,
  zoom,
  zoomIdentity,
  type Selection,
  type ZoomBehavior,
} from "d3";
import type { Box, Edge, Picture, Stub } from "../../src/layout/picture";
import { t } from "../l10n";
import type { Zoom } from "../state";
import { make } from "../dom";
import { detailAt, drawBoxes, drawFrameTitles, placeOf, type Detail } from "./boxes";
import { BY_ROLE, type Painter } from "./colour-by";
import type { Ends } from "./describe";
import { drawEdgeLabels, drawEdges, drawStubs } from "./edges";
import { addArrow, addHatch } from "./definitions";
import { sceneOf, type Scene } from "./scene";
import { contains, grown, into, type Rectangle } from "./sight";
import type { Ways } from "./walk";

/** How far beyond the window is drawn, as a share of it, at each side: panning within only moves the sheet. */
const MARGIN = 0.4;
const MIN_SCALE = 0.02;
const MAX_SCALE = 4;
/** Above a picture that is shown whole: there the tools stand. */
const HEADROOM = 52;
/** A first look shows less of the picture rather than smaller letters. */
const READABLE = 0.85;
const MOVE_MS = 240;
/** With more boxes than this in sight, or as mere shapes, they jump: moving them would stutter. */
const MAX_MOVING = 600;

/** What is lit beside being selected: box ids; undefined where nothing is and everything has its usual look. */
export interface Lit {
  readonly boxes: ReadonlySet<string>;
}

interface CanvasEvents {
  readonly onzoom: (zoom: Zoom) => void;
}

type Group = Selection<SVGGElement, unknown, null, undefined>;

/**
 * The drawing surface of the graph: draws what is in sight of a picture, zooms and pans. What is drawn is a sheet that
 * is larger than the window: while it covers the window, panning moves it as a whole and nothing is painted again.
 */
export class Canvas {
  readonly svg: SVGSVGElement;
  private readonly window: Selection<HTMLDivElement, unknown, null, undefined>;
  private readonly sheet: HTMLElement;
  private readonly root: Selection<SVGSVGElement, unknown, null, undefined>;
  private readonly world: Group;
  private readonly layers: Readonly<Record<"frames" | "edges" | "labels" | "boxes" | "stubs", Group>>;
  private readonly zooming: ZoomBehavior<HTMLDivElement, unknown>;
  private scene: Scene | undefined;
  private covered: Rectangle | undefined;
  /** Of the window, kept: asking the page in each frame would make it lay itself out in each. */
  private size = { width: 0, height: 0 };
  private postponed: (() => void) | undefined;
  /** The zoom for which the sheet was drawn. */
  private drawnAt: Zoom = { x: 0, y: 0, k: 1 };
  private detail: Detail = "all";
  private selected = "";
  private current = "";
  private lit: Lit | undefined;
  private painted: Painter = BY_ROLE;
  /** What the painter colours by. */
  paintTitle = "";
  private now: Zoom = { x: 0, y: 0, k: 1 };

  constructor(
    readonly element: HTMLElement,
    private readonly events: CanvasEvents,
  ) {
    this.window = select(element).append("div").attr("class", "window");
    this.sheet = make("div", { class: "sheet" });
    this.root = this.window
      .append(() => this.sheet)
      .append("svg")
      .attr("class", "graph")
      .attr("role", "tree")
      .attr("aria-label", t("Graph"));
    const svg = this.root.node();
    if (svg === null) throw new Error("The page has no place for the graph.");
    this.svg = svg;
    addArrow(this.root);
    addHatch(this.root);
    this.world = this.root.append("g").attr("class", "world").attr("role", "presentation");
    const layer = (name: string): Group =>
      this.world.append("g").attr("class", name).attr("role", "presentation");
    this.layers = {
      frames: layer("frames"),
      edges: layer("edges"),
      labels: layer("labels"),
      boxes: layer("boxes"),
      stubs: layer("stubs"),
    };
    this.zooming = zoom<HTMLDivElement, unknown>()
      .scaleExtent([MIN_SCALE, MAX_SCALE])
      .clickDistance(4)
      .filter((event: MouseEvent) =>
        event.type === "wheel" ? !event.shiftKey : event.button === 0 && !event.ctrlKey,
      )
      .on("zoom", ({ transform }: { transform: Zoom }) => {
        this.moved({ x: transform.x, y: transform.y, k: transform.k });
      });
    this.window.call(this.zooming).on("dblclick.zoom", null);
    this.window.on("wheel.aside", (event: WheelEvent) => {
      if (!event.shiftKey) return;
      event.preventDefault();
      this.zooming.translateBy(this.window, -(event.deltaX || event.deltaY) / this.now.k, 0);
    });
    new ResizeObserver(() => {
      if (element.clientWidth === 0) return;
      const { width } = this.size;
      this.measure();
      // What was in the middle stays there, so that a narrow window does not lose it.
      if (width > 0) this.place({ ...this.now, x: this.now.x + (this.size.width - width) / 2 });
      this.postponed?.();
      this.postponed = undefined;
      this.draw();
      this.events.onzoom(this.now);
    }).observe(element);
  }

  get zoom(): Zoom {
    return this.now;
  }

  get picture(): Picture | undefined {
    return this.scene?.picture;
  }

  get ends(): Ends | undefined {
    return this.scene?.ends;
  }

  get painter(): Painter {
    return this.painted;
  }

  get ways(): Ways | undefined {
    return this.scene?.ways;
  }

  box(id: string): Box | undefined {
    return this.scene?.ways.boxes.get(id);
  }

  /** The part of the picture that the window shows. */
  get sight(): Rectangle {
    const { x, y, k } = this.now;
    return {
      x: -x / k,
      y: -y / k,
      width: this.size.width / k,
      height: this.size.height / k,
    };
  }

  /** Shows another picture. Where both hold the box `anchor`, it stays where it is on the screen. */
  show(picture: Picture, anchor?: string): void {
    this.measure();
    const before = this.scene;
    this.scene = sceneOf(picture);
    this.covered = undefined;
    const from = anchor === undefined ? undefined : before?.ways.boxes.get(anchor);
    const to = anchor === undefined ? undefined : this.scene.ways.boxes.get(anchor);
    if (before === undefined || from === undefined || to === undefined) {
      this.draw();
      return;
    }
    const dx = to.x + to.width / 2 - (from.x + from.width / 2);
    const dy = to.y - from.y;
    const { x, y, k } = this.now;
    this.place({ x: x - dx * k, y: y - dy * k, k });
    this.draw();
    this.animate(before, dx, dy);
  }

  /** Goes to a zoom; smoothly where the person likes movement. */
  place(zoom: Zoom, smoothly = false): void {
    const transform = zoomIdentity.translate(zoom.x, zoom.y).scale(zoom.k);
    if (smoothly && movementIsWelcome())
      this.zooming.transform(this.window.transition().duration(MOVE_MS), transform);
    else this.zooming.transform(this.window, transform);
  }

  scaleBy(factor: number): void {
    if (movementIsWelcome()) this.zooming.scaleBy(this.window.transition().duration(120), factor);
    else this.zooming.scaleBy(this.window, factor);
  }

  /** The whole picture in the window; never larger than life. */
  fit(smoothly = true): void {
    this.place(this.zoomFor(0), smoothly);
  }

  /** The first look at a picture: all of it where its texts can be read then, else its beginning. */
  begin(): void {
    this.whenSized(() => this.place(this.zoomFor(READABLE)));
  }

  private zoomFor(least: number): Zoom {
    const { width, height } = this.scene?.picture ?? { width: 1, height: 1 };
    const room = { width: this.size.width - 48, height: this.size.height - HEADROOM - 24 };
    const k = Math.min(1, Math.max(least, MIN_SCALE, Math.min(room.width / width, room.height / height)));
    const spare = room.height - height * k;
    return { x: (this.size.width - width * k) / 2, y: HEADROOM + Math.max(0, spare / 2), k };
  }

  /** Brings a box into the middle; only as far as needed where `gently` and it is nearly in sight already. */
  reveal(id: string, gently = false): void {
    this.whenSized(() => this.center(id, gently));
  }

  private center(id: string, gently: boolean): void {
    const box = this.box(id);
    if (box === undefined) return;
    const inner = grown(this.sight, -0.08);
    if (gently && contains(inner, box)) return;
    if (gently) {
      // A thing that was clicked stays where it is, as far as it is in sight.
      const { x, y } = into(inner, box);
      const { k } = this.now;
      this.place({ x: this.now.x + x * k, y: this.now.y + y * k, k }, true);
      return;
    }
    const k = Math.max(this.now.k, 0.75);
    const { width, height } = this.size;
    const tall = box.height * k > height;
    const y = tall ? 24 - box.y * k : height / 2 - (box.y + box.height / 2) * k;
    this.place({ x: width / 2 - (box.x + box.width / 2) * k, y, k }, true);
  }

  /** Marks the selected box, and the one that the keyboard stands on: with its stubs the only tab stops. */
  mark(selected: string, current: string): void {
    this.selected = selected;
    this.current = current;
    this.covered = undefined;
    this.draw();
  }

  /** Gives the boxes other colours; none of them moves. */
  paint(painter: Painter, title: string): void {
    this.painted = painter;
    this.paintTitle = title;
    this.draw();
  }

  light(lit: Lit | undefined): void {
    this.lit = lit;
    this.decorate();
  }

  focus(id: string): void {
    this.svg.querySelector<SVGGElement>(`g.box[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }

  /** A view that is hidden has no size: it keeps the one that it had. */
  private measure(): void {
    if (this.element.clientWidth === 0) return;
    this.size = { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  /** Does it now, or as soon as the view is in sight for the first time. */
  private whenSized(work: () => void): void {
    if (this.size.width > 0) work();
    else this.postponed = work;
  }

  private moved(zoom: Zoom): void {
    this.now = zoom;
    const complete = this.covered !== undefined && contains(this.covered, this.sight);
    const wasteful = complete && this.covered !== undefined && this.covered.width > this.sight.width * 6;
    if (!complete || wasteful || detailAt(zoom.k) !== this.detail) this.draw();
    else if (zoom.k !== this.drawnAt.k) this.lay();
    const { x, y } = this.drawnAt;
    this.sheet.style.transform = `translate(${zoom.x - x}px, ${zoom.y - y}px)`;
    this.events.onzoom(zoom);
  }

  /** Lays the sheet around the window: `MARGIN` of the window beyond it at each side. */
  private lay(): void {
    const { x, y, k } = this.now;
    this.drawnAt = this.now;
    const left = x + this.size.width * MARGIN;
    const top = y + this.size.height * MARGIN;
    this.world.attr("transform", `translate(${left},${top}) scale(${k})`);
    this.sheet.style.transform = "";
  }

  /** Draws what is in sight and a margin around it. */
  private draw(): void {
    if (this.scene === undefined) return;
    this.lay();
    const area = grown(this.sight, MARGIN);
    this.covered = area;
    this.detail = detailAt(this.now.k);
    this.root.attr("data-detail", this.detail);
    const boxes = this.withKept(this.scene.boxes.find(area));
    drawBoxes(this.layers.frames, boxes.filter(isFrame), this.scene.ends, this.detail, this.painted);
    drawFrameTitles(this.layers.labels, boxes, this.detail);
    drawBoxes(
      this.layers.boxes,
      boxes.filter((box) => !isFrame(box)),
      this.scene.ends,
      this.detail,
      this.painted,
    );
    drawEdges(
      this.layers.edges,
      this.scene.edges.find(area).map(({ of }) => of),
      this.detail,
    );
    drawEdgeLabels(this.layers.labels, this.detail === "all" ? this.scene.labels.find(area) : []);
    drawStubs(
      this.layers.stubs,
      this.scene.stubs.find(area).map(({ of }) => of),
      this.detail,
    );
    this.decorate();
  }

  /** The selected and the focused box stay in the page, in sight or not, so that the focus is not lost. */
  private withKept(found: readonly Box[]): readonly Box[] {
    const missing = [this.selected, this.current].flatMap((id) => this.box(id) ?? []);
    return [...new Set([...found, ...missing])];
  }

  private decorate(): void {
    const lit = this.lit?.boxes;
    const dark = (id: string): boolean => lit !== undefined && !lit.has(id);
    const isLit = (id: string): boolean => lit?.has(id) === true;
    this.root.classed("traced", lit !== undefined);
    this.world
      .selectAll<SVGGElement, Box>("g.box")
      .classed("selected", ({ id }) => id === this.selected)
      .classed("lit", ({ id }) => isLit(id))
      .classed("dark", (box) => dark(box.id) && !isFrame(box))
      .attr("aria-selected", ({ id }) => String(id === this.selected))
      .attr("tabindex", ({ id }) => (id === this.current ? 0 : -1));
    this.layers.edges
      .selectAll<SVGGElement, Edge>("g.edge")
      .classed("near", ({ from, to }) => from === this.selected || to === this.selected)
      .classed("lit", ({ from, to }) => isLit(from) && isLit(to))
      .classed("dark", ({ from, to }) => dark(from) || dark(to));
    this.layers.stubs
      .selectAll<SVGGElement, Stub>("g.stub")
      .classed("near", ({ box }) => box === this.selected)
      .attr("tabindex", ({ box }) => (box === this.current ? 0 : -1))
      .classed("dark", ({ box }) => dark(box));
  }

  /** Lets boxes glide from where they were; what is new fades in. */
  private animate(before: Scene, dx: number, dy: number): void {
    const drawn = this.world.selectAll<SVGGElement, Box>("g.box");
    const { detail } = this;
    if (!movementIsWelcome() || detail === "shape" || drawn.size() > MAX_MOVING) return;
    drawn.each(function (box) {
      interrupt(this);
      const old = before.ways.boxes.get(box.id);
      const element = select(this);
      const target = placeOf(box, detail) ?? "";
      if (old === undefined) element.style("opacity", 0);
      const from = old === undefined ? target : `translate(${old.x + dx},${old.y + dy})`;
      element
        .transition()
        .duration(MOVE_MS)
        // From a place that is said, not from where it stands: it may be drawn again before this begins.
        .attrTween("transform", () => interpolateString(from, target))
        .style("opacity", 1)
        .on("end interrupt", () => element.style("opacity", null).attr("transform", target));
    });
    for (const layer of [this.layers.edges, this.layers.labels, this.layers.stubs])
      layer
        .interrupt()
        .style("opacity", 0)
        .transition()
        .delay(MOVE_MS * 0.7)
        .duration(MOVE_MS / 2)
        .style("opacity", 1)
        .on("end interrupt", () => layer.style("opacity", null));
  }
}

function isFrame(box: Box): boolean {
  return box.kind === "group" && box.open;
}

function movementIsWelcome(): boolean {
  return (
    !matchMedia("(prefers-reduced-motion: reduce)").matches &&
    !document.body.classList.contains("vscode-reduce-motion")
  );
}
