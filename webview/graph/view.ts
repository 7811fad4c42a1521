import type { Box, Picture, Stub } from "../../src/layout/picture";
import type { PageCommand } from "../../src/document/protocol/messages";
import type { Place } from "../../src/document/protocol/places";
import { languageOf } from "../concepts/state";
import { make } from "../dom";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { enter, graphOf, leave, MAIN_GRAPH, select, setOpen, setZoom, toggled, type State } from "../state";
import { iconButton } from "../toolkit";
import { FindingBadges, type Badges } from "./badges";
import { drawBreadcrumbs } from "./breadcrumbs";
import { Canvas } from "./canvas";
import { badged, BY_ROLE, type Painter } from "./colour-by";
import { GraphColours } from "./colouring";
import { describe, headingOf } from "./describe";
import { exportSvg, pictureFile } from "./export";
import { keyAction, type KeyAction } from "./keys";
import { conceptLines, costLines } from "./later-lines";
import { Minimap } from "./minimap";
import { PeerList } from "./peer-list";
import { Pictures } from "./pictures";
import { hitOf, listenToPointer } from "./pointer";
import { Tooltip } from "./tooltip";
import { traced } from "./trace";
import { neighbour } from "./walk";

const NOTHING_TO_DRAW = t(
  "There are no nodes to draw. What a file of weights alone has stands in the Weights view.",
);

/** The graph: asks for pictures, draws them, and turns what a person does into changes of the store. */
export class GraphView {
  readonly element = make("section", { class: "graph-view" });
  private readonly surface = make("div", { class: "surface" });
  private readonly breadcrumbs = make("nav", {
    class: "breadcrumbs",
    "aria-label": t("Graphs"),
    hidden: true,
  });
  private readonly failure = make("div", { class: "surface-failure", role: "alert", hidden: true });
  private readonly canvas: Canvas;
  private readonly minimap: Minimap;
  private readonly tooltip: Tooltip;
  private readonly peers: PeerList;
  private readonly colours: GraphColours;
  private readonly pictures: Pictures;
  private readonly traces = new Latest();
  private readonly places = new Latest();
  private painter: Painter = BY_ROLE;
  private paintTitle = "";
  private badges: Badges = new Map();
  /** Where the keyboard stands. */
  private current = "";

  constructor(private readonly page: Page) {
    this.pictures = new Pictures(page, {
      show: (picture, anchor) => this.show(picture, anchor),
      fail: ({ message }) => {
        this.failure.textContent = message;
        this.failure.hidden = false;
      },
    });
    this.element.append(this.breadcrumbs, this.surface, this.failure, this.pictures.element);
    this.canvas = new Canvas(this.surface, { onzoom: () => this.zoomed() });
    this.tooltip = new Tooltip(this.surface);
    this.minimap = new Minimap(this.surface, (x, y) => {
      const { k } = this.canvas.zoom;
      const { clientWidth, clientHeight } = this.surface;
      this.canvas.place({ x: clientWidth / 2 - x * k, y: clientHeight / 2 - y * k, k });
    });
    this.colours = new GraphColours(page, (painter, title) => {
      this.painter = painter;
      this.paintTitle = title;
      this.paint();
    });
    new FindingBadges(page, (badges) => {
      this.badges = badges;
      this.paint();
    });
    this.surface.append(this.tools(), this.colours.legend.element);
    this.peers = new PeerList(this.surface);
    listenToPointer(this.canvas, this.tooltip, {
      select: (id, box) => this.select(id, box),
      second: (id) => this.tracePaths(id),
      open: (box) => this.open(box),
      stub: (stub, element) => this.follow(stub, element),
      clear: () => this.select("", ""),
      later: (id) => this.laterLines(id),
    });
    this.canvas.svg.addEventListener("keydown", (event) => this.key(event));
    page.store.subscribe((state, before) => this.stateChanged(state, before));
  }

  /** What a tooltip says when the document has answered: costs, and for a node what explains it. */
  private async laterLines(id: string): Promise<readonly string[]> {
    const { host, store } = this.page;
    const language = languageOf(store.get().concepts);
    const isNode = this.canvas.box(id)?.kind === "node";
    const [costs, concept] = await Promise.all([
      costLines(host, id),
      isNode ? conceptLines(host, id, language) : [],
    ]);
    return [...costs, ...concept];
  }

  private paint(): void {
    this.canvas.paint(badged(this.painter, this.badges), this.paintTitle);
    if (this.canvas.picture !== undefined) this.minimap.show(this.canvas.picture, this.canvas.painter);
  }

  /** Before the facts of what is to be shown. */
  loadAhead(): void {
    this.pictures.loadAhead();
  }

  command(command: Exclude<PageCommand, "find" | "run" | "gradients">): void {
    switch (command) {
      case "fit":
        this.canvas.fit();
        break;
      case "fold-all":
        this.setOpen([]);
        break;
      case "export-svg":
      case "export-png":
        void this.export(command);
        break;
    }
  }

  focus(): void {
    this.canvas.focus(this.current);
  }

  /** A key for the graph: pressed on it, or on the page while nothing else has the focus. */
  key(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (action === undefined) return;
    event.preventDefault();
    const hit = hitOf(event.target);
    if (action.kind === "enter" && hit?.kind === "stub") this.follow(hit.stub, hit.element);
    else this.act(action);
  }

  /** Opens what is around a thing and brings it into the middle. */
  async goTo(id: string): Promise<void> {
    const place = await this.places.run((signal) => this.page.host.request("locate", { id }, { signal }));
    if (place === undefined) return;
    if (place.graph !== graphOf(this.page.store.get()))
      this.page.store.update((state) => enter(state, { path: place.graph, name: nameOf(place) }));
    await this.openAround(place);
    this.select(id, place.box);
    this.canvas.reveal(place.box);
  }

  private async openAround({ graph, groups, box }: Place): Promise<void> {
    const open = this.page.store.get().open[graph] ?? this.canvas.picture?.open ?? [];
    const missing = groups.filter((group) => !open.includes(group) && group !== box);
    const drawn = this.canvas.picture?.graph === graph && this.canvas.box(box) !== undefined;
    if (drawn && missing.length === 0) return;
    this.page.store.update((state) => setOpen(state, graph, [...open, ...missing]));
    await this.pictures.load(missing[0]);
  }

  private stateChanged(state: State, before: State): void {
    const graph = graphOf(state);
    const isNew = state.revision !== before.revision;
    if (graph !== graphOf(before)) void this.pictures.load();
    if (isNew) this.pictures.factsCame();
    if (state.trail !== before.trail) this.drawTrail(state);
    if (state.selection !== before.selection) this.selectionChanged(state);
    if (state.trace !== before.trace) void this.showTrace();
  }

  private show(picture: Picture, anchor: string | undefined): void {
    const shown = this.canvas.picture;
    // A group that opens moves to another layer, and an element that moves loses the focus.
    const hadFocus = this.canvas.svg.contains(document.activeElement);
    this.failure.hidden = picture.boxes.length > 0;
    this.failure.textContent = NOTHING_TO_DRAW;
    this.canvas.show(picture, anchor);
    this.minimap.show(picture, this.canvas.painter);
    if (shown?.graph !== picture.graph) {
      const zoom = this.page.store.get().zoom[picture.graph];
      if (zoom === undefined) this.canvas.begin();
      else this.canvas.place(zoom);
    }
    this.page.store.update((state) => setOpen(state, picture.graph, picture.open));
    this.stand();
    if (hadFocus) this.focus();
    this.drawTrail(this.page.store.get());
    if (this.page.store.get().trace !== undefined) void this.showTrace();
    this.minimap.follow(this.canvas.sight);
  }

  /** The keyboard stands on the selected box, else where it stood, else on the first. */
  private stand(): void {
    const box = this.page.store.get().selection?.box ?? "";
    const candidates = [box, this.current, this.canvas.ways?.order[0]?.id ?? ""];
    this.current = candidates.find((id) => this.canvas.box(id) !== undefined) ?? "";
    this.canvas.mark(box, this.current);
  }

  private selectionChanged(state: State): void {
    this.stand();
    const box = this.canvas.box(state.selection?.box ?? "");
    const ends = this.canvas.ends;
    if (box !== undefined && ends !== undefined) this.page.announce(describe(box, ends));
  }

  private select(id: string, box: string): void {
    this.page.store.update((state) => select(state, id === "" ? undefined : { id, box }));
    if (box === "") return;
    this.canvas.reveal(box, true);
    this.focus();
  }

  private tracePaths(second: string): void {
    const first = this.page.store.get().selection;
    if (first === undefined || first.id === second) this.select(second, second);
    else this.page.store.update((state) => ({ ...state, trace: { kind: "paths", a: first.id, b: second } }));
  }

  private async showTrace(): Promise<void> {
    const { trace } = this.page.store.get();
    const lit = trace && (await this.traces.run((signal) => traced(this.page.host, trace, signal)));
    this.canvas.light(lit);
    if (lit !== undefined)
      this.page.announce(
        plural(lit.boxes.size, "{0} node or group highlighted", "{0} nodes and groups highlighted"),
      );
  }

  /** Folds or opens a group; enters the first graph inside a node. */
  private open(box: Box): void {
    switch (box.kind) {
      case "group":
        this.setOpen(toggled(this.canvas.picture?.open ?? [], box.id), box.id);
        break;
      case "node": {
        const [first] = box.graphs;
        if (first !== undefined) this.page.openGraph(first, box.name);
        break;
      }
      case "input":
      case "output":
        break;
    }
  }

  private setOpen(open: readonly string[], anchor?: string): void {
    this.page.store.update((state) => setOpen(state, graphOf(state), open));
    void this.pictures.load(anchor);
  }

  /** To the other end where there is one; of several, a list asks for one. */
  private follow({ value, peers }: Stub, element: SVGElement): void {
    const [peer, ...more] = peers;
    if (peer === undefined) this.page.store.update((state) => select(state, { id: value, box: "" }));
    else if (more.length === 0) this.jump(peer);
    else
      this.peers.show(
        value,
        peers.map((id) => ({ id, text: this.nameOf(id) })),
        element,
        (id) => this.jump(id),
      );
  }

  private jump(peer: string): void {
    if (this.canvas.box(peer) === undefined) {
      this.page.goTo(peer);
      return;
    }
    this.select(peer, peer);
    this.canvas.reveal(peer);
  }

  private nameOf(id: string): string {
    const box = this.canvas.box(id);
    return box === undefined ? id : headingOf(box);
  }

  private act(action: KeyAction): void {
    this.tooltip.hide();
    const box = this.canvas.box(this.current);
    switch (action.kind) {
      case "step": {
        const next = this.canvas.ways && neighbour(this.canvas.ways, this.current, action.step);
        if (next !== undefined) this.select(next, next);
        break;
      }
      case "enter":
        if (box !== undefined) this.open(box);
        break;
      case "up":
        this.goUp(box);
        break;
      case "clear":
        this.stepBack();
        break;
      case "fit":
        this.canvas.fit();
        break;
      case "zoom-in":
        this.canvas.scaleBy(1.3);
        break;
      case "zoom-out":
        this.canvas.scaleBy(1 / 1.3);
        break;
      case "fold-all":
        this.setOpen([]);
        break;
    }
  }

  private goUp(box: Box | undefined): void {
    const parent = box?.parent ?? null;
    if (parent !== null) this.select(parent, parent);
    else this.page.store.update(leave);
  }

  /** Escape takes away one thing after the other: the find box, the highlight, the selection, the inner graph. */
  private stepBack(): void {
    if (this.page.closeFind()) return;
    this.page.store.update((state) => {
      if (state.trace !== undefined) return { ...state, trace: undefined };
      return state.selection === undefined ? leave(state) : select(state, undefined);
    });
  }

  private zoomed(): void {
    this.tooltip.hide();
    this.peers.hide(false);
    this.minimap.follow(this.canvas.sight);
    const graph = this.canvas.picture?.graph;
    if (graph !== undefined) this.page.store.update((state) => setZoom(state, graph, this.canvas.zoom));
  }

  private drawTrail(state: State): void {
    drawBreadcrumbs(this.breadcrumbs, state.trail, (crumb) => {
      this.page.store.update((now) => enter(now, crumb));
    });
  }

  private tools(): HTMLElement {
    const tools = make("div", { class: "tools", role: "toolbar", "aria-label": t("Graph") });
    tools.append(
      this.colours.dropdown.element,
      iconButton("zoom-in", t("Zoom in"), () => this.canvas.scaleBy(1.3), "+"),
      iconButton("zoom-out", t("Zoom out"), () => this.canvas.scaleBy(1 / 1.3), "-"),
      iconButton("screen-full", t("Fit"), () => this.canvas.fit(), "f"),
      iconButton("collapse-all", t("Fold all groups"), () => this.setOpen([])),
      iconButton("save", t("Save picture as SVG"), () => void this.export("export-svg")),
    );
    return tools;
  }

  private async export(command: "export-svg" | "export-png"): Promise<void> {
    const picture = this.canvas.picture;
    if (picture === undefined) return;
    const svg = exportSvg(this.surface, picture, this.canvas.painter);
    const { facts } = this.page.store.get();
    this.page.host.send(await pictureFile(svg, picture, command, facts?.file ?? "graph"));
  }
}

function nameOf({ graph }: Place): string {
  return graph === "" ? MAIN_GRAPH.name : graph;
}
