import type { Analysis } from "../analysis/analyse";
import { analyse } from "../analysis/analyse";
import { declaredTypes } from "../analysis/declared";
import type { Hierarchy } from "../analysis/hierarchy";
import { buildHierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import { paths, reach } from "../analysis/reach";
import { nextTurn } from "../bytes/next-turn";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import type { Configuration } from "../findings/types";
import type { ValueType } from "../model/shape";
import { layOut } from "../layout/lay-out";
import type { Picture } from "../layout/picture";
import { breakdownOf } from "../reports/breakdown";
import { inspectReport, inspectSummary } from "../reports/inspect";
import { layersOf } from "../reports/layers";
import { layersText } from "../reports/layers-text";
import type { InspectSummary } from "../reports/types/inspect";
import type { LayersReport } from "../reports/types/layers";
import type { LintReport } from "../reports/types/lint";
import { parseUserMetric, userMetricOf } from "../reports/user-metric";
import { weightsTensor } from "../reports/weights";
import { t } from "../words/texts";
import type { Answer, Ask, RequestOptions } from "./answer";
import type { ConceptSource } from "./concepts";
import { ConceptLibrary } from "./concepts";
import { detailsOf } from "./details";
import { factsOf } from "./facts";
import { find } from "./find";
import type { KeptWeights } from "./kept-weights";
import { Linter } from "./linter";
import { MeasuredWeights } from "./measured-weights";
import { metricFor } from "./metric";
import { withReader, withSource } from "./model-source";
import { packRows } from "./packed-rows";
import { parameterGradient } from "./parameter-gradient";
import { groupsHolding, locate, nodesFor, notHere } from "./places";
import type { Assumed } from "./protocol/messages";
import type { PictureRequest, ReachAnswer } from "./protocol/places";
import type { RequestName, Requests } from "./protocol/requests";
import type { Runner } from "./runner";
import { Runs } from "./runs";
import { Shared } from "./shared";
import { areReadUnasked, storedTensors, tensorFile, tensorPictures, tensorWindow } from "./stored-tensors";

/**
 * A picture is drawn in this many milliseconds at most: what is left of the sweeps against crossings is then given
 * up. People wait for a picture, not for the best one.
 */
const LAYOUT_BUDGET_MS = 1500;

interface DocumentOptions {
  readonly open: () => Promise<Result<ByteSource>>;
  /** Undefined where nothing is run. */
  readonly runner?: Runner;
  /** The given questions and answers of a language; undefined: there are none. */
  readonly conceptSource?: ConceptSource;
  /** What other windows have measured; undefined: nothing is kept. */
  readonly kept?: KeptWeights;
  /** In milliseconds, from any origin. */
  readonly now: () => number;
  readonly onTimings: (timings: Readonly<Record<string, number>>) => void;
}

/** One content of a model file. */
interface Content {
  readonly index: ModelIndex;
  readonly hierarchies: Map<string, Hierarchy | undefined>;
  /** By what is assumed, the oldest first; several requests may wait for the same one. */
  readonly analysed: Map<string, Promise<Opened>>;
  /** What somebody asked for once, and what all assumptions share. */
  readonly measured: { readonly weights: MeasuredWeights; readonly runs: Runs };
}

/** All that is asked of one content under some assumptions. */
interface Opened extends Pick<Content, "index" | "hierarchies" | "measured"> {
  readonly analysis: Analysis;
  summary: InspectSummary | undefined;
  layers: LayersReport | undefined;
}

/** Assumptions whose results are kept: those of two editors, and a step back for each. */
const MOST_ANALYSED = 4;

/** From so many nodes on, a picture without inferred shapes comes first: before them takes longer than to draw it. */
const SKETCHED_FROM = 20_000;

type Handler<N extends RequestName, Given> = (
  given: Given,
  params: Requests[N]["params"],
  options: RequestOptions,
) => Answer<Requests[N]["result"]> | Promise<Answer<Requests[N]["result"]>>;

type Handlers = { readonly [N in RequestName]: Handler<N, Opened> };

/** What is answered before a model is analysed. */
type EarlyHandlers = { readonly [N in RequestName]?: Handler<N, Content> };

/** One content of a model file: read at the first request, then answered from memory. */
export class Document {
  private content: Content | undefined;
  private readonly reading = new Shared((options) => this.read(options));
  private readonly timings: Record<string, number> = {};
  private readonly linter = new Linter();
  private readonly library: ConceptLibrary;

  constructor(private readonly options: DocumentOptions) {
    this.library = new ConceptLibrary(options.conceptSource ?? (() => Promise.resolve("")));
  }

  readonly ask: Ask = async (name, params, options = {}) => {
    const content = await this.contentFor(options);
    if (!content.ok) return { error: content.problem };
    if (options.signal?.aborted === true) return { cancelled: true };
    const assumed = options.assumed ?? {};
    const early = isSlow(content.value, assumed) ? this.early[name] : undefined;
    if (early !== undefined) return early(content.value, params, options);
    options.onProgress?.({ phase: t("Inferring shapes"), done: null, total: null });
    return this.handlers[name](await this.under(content.value, assumed), params, options);
  };

  /** Reads before anybody asks. */
  async begin(): Promise<void> {
    await this.contentFor({});
  }

  /** A reading that failed is no content to keep: the next request reads again. */
  private async contentFor(options: RequestOptions): Promise<Result<Content>> {
    if (this.content !== undefined) return { ok: true, value: this.content };
    return await this.reading.join(options);
  }

  /** Ends what runs for it. */
  async dispose(): Promise<void> {
    await this.options.runner?.dispose();
  }

  private under(content: Content, assumed: Assumed): Promise<Opened> {
    const { analysed } = content;
    const key = keyOf(assumed);
    const known = analysed.get(key);
    if (known !== undefined) return known;
    const opened = this.analysedUnder(content, assumed);
    const [oldest] = analysed.keys();
    if (analysed.size >= MOST_ANALYSED && oldest !== undefined) analysed.delete(oldest);
    analysed.set(key, opened);
    return opened;
  }

  private async analysedUnder({ index, hierarchies, measured }: Content, assumed: Assumed): Promise<Opened> {
    // What was answered without it goes out before the thread is busy with it.
    await nextTurn();
    const assumptions = { dimensions: new Map(Object.entries(assumed)), shapes: new Map() };
    const analysis = await this.time("analysis", () => analyse(index, assumptions));
    return { index, hierarchies, measured, analysis, summary: undefined, layers: undefined };
  }

  private async read({ signal, onProgress }: RequestOptions): Promise<Result<Content>> {
    const source = await this.options.open();
    if (!source.ok) return source;
    try {
      onProgress?.({ phase: t("Reading"), done: null, total: null });
      const model = await this.time("read", () => openModel(source.value, { ...(signal && { signal }) }));
      if (!model.ok) return model;
      onProgress?.({ phase: t("Looking at the model"), done: null, total: null });
      const index = await this.time("index", () => indexModel(model.value));
      const measured = {
        weights: new MeasuredWeights(this.options.open, index, this.options.kept),
        runs: new Runs(index, this.options.runner, this.options.now),
      };
      this.content = { index, hierarchies: new Map(), analysed: new Map(), measured };
      return { ok: true, value: this.content };
    } finally {
      await source.value.close();
    }
  }

  private readonly early: EarlyHandlers = {
    sketch: (content, request) => this.picture(content, request, declaredTypes(content.index.model.graph)),
  };

  private readonly handlers: Handlers = {
    facts: async (opened) => {
      // A picture that was asked for with them goes out first.
      await nextTurn();
      return { ok: factsOf(opened.index, opened.analysis, summaryOf(opened), this.timings) };
    },
    inspect: ({ index, analysis }) => ({ ok: inspectReport(index, analysis) }),
    sketch: () => ({ ok: null }),
    picture: (opened, request) => this.picture(opened, request, opened.analysis.types),
    details: (opened, { id }) =>
      detailsOf({ ...opened, summary: summaryOf(opened), hierarchies: this.hierarchies(opened) }, id),
    find: ({ index, analysis }, { query, limit }) => ({
      ok: find(index, (value) => analysis.types.get(value), query, limit),
    }),
    reach: (opened, { id, direction }) => {
      const starts = nodesFor(opened.index, this.hierarchies(opened), id);
      return { ok: this.reached(opened, reach(opened.index.uses, starts, direction)) };
    },
    paths: (opened, { a, b }) => {
      const ends = [a, b].map((id) => nodesFor(opened.index, this.hierarchies(opened), id));
      return { ok: this.reached(opened, paths(opened.index.uses, ends[0] ?? [], ends[1] ?? [])) };
    },
    locate: (opened, { id }) => {
      const place = locate(opened.index, this.hierarchies(opened), id);
      return place === undefined ? { error: notHere(id) } : { ok: place };
    },
    places: (opened, { ids }) => ({
      ok: ids.map((id) => locate(opened.index, this.hierarchies(opened), id) ?? null),
    }),
    lint: async (opened, { configuration, weights }, options) => {
      const configured = this.linter.configure(configuration);
      if (!configured.ok) return { error: configured.problem };
      if (weights || areReadUnasked(opened.index)) {
        const swept = await opened.measured.weights.measure(options);
        if (weights && !swept.ok) return { error: swept.problem };
      }
      return { ok: await this.linted(opened, configured.value) };
    },
    metrics: (opened, { graph, metric }) => {
      const hierarchy = this.hierarchies(opened)(graph);
      if (hierarchy === undefined) return { error: notHere(graph) };
      return metricFor(opened, hierarchy, metric);
    },
    userMetric: (opened, { graph, file }) => {
      const hierarchy = this.hierarchies(opened)(graph);
      if (hierarchy === undefined) return { error: notHere(graph) };
      const metric = parseUserMetric(file);
      return metric.ok
        ? { ok: userMetricOf(opened.index, hierarchy, metric.value) }
        : { error: metric.problem };
    },
    breakdown: (opened) => {
      const hierarchy = this.hierarchies(opened)("");
      if (hierarchy === undefined) return { error: notHere("") };
      const { parts, ...others } = breakdownOf(opened.index, opened.analysis, hierarchy);
      return { ok: { ...others, parts: packRows(parts) } };
    },
    layers: (opened) => {
      const { rows, ...others } = this.layers(opened);
      return { ok: { ...others, rows: packRows(rows) } };
    },
    layersText: (opened, { format, rows }) => {
      const layers = this.layers(opened);
      const wanted = rows.flatMap((row) => layers.rows[row] ?? []);
      return { ok: layersText(opened.index.model.file, layers, wanted, format) };
    },
    weights: async (opened, { measure }, options) => {
      const measured = measure ? await opened.measured.weights.measure(options) : undefined;
      if (measured?.ok === false) return { error: measured.problem };
      return { ok: storedTensors(opened.index, await opened.measured.weights.known()) };
    },
    tensor: async (opened, { name }, options) => {
      const measured = await opened.measured.weights.measure(options);
      if (!measured.ok) return { error: measured.problem };
      return opened.index.stored.has(name)
        ? { ok: weightsTensor(opened.index, measured.value, name) }
        : { error: notHere(name) };
    },
    tensorPictures: ({ index }, request, options) =>
      withReader(this.options.open, index.model, (reader) => tensorPictures(index, reader, request, options)),
    tensorWindow: ({ index }, request, options) =>
      withReader(this.options.open, index.model, (reader) => tensorWindow(index, reader, request, options)),
    tensorFile: ({ index }, request, options) =>
      withReader(this.options.open, index.model, (reader) => tensorFile(index, reader, request, options)),
    concepts: async () => ({ ok: await this.library.list() }),
    concept: async (opened, { number, language }) => {
      const { latest: run, latestGradients: gradients } = opened.measured.runs;
      const { findings } = await this.linted(opened, this.linter.configuration);
      const page = await this.library.page(number, language, opened, { run, gradients }, findings);
      return page === undefined ? { error: notHere(`concept ${String(number)}`) } : { ok: page };
    },
    conceptOf: async (opened, { id, language }) => {
      const [node] = nodesFor(opened.index, this.hierarchies(opened), id);
      return { ok: (await this.library.explain(opened.index, node, language)) ?? null };
    },
    conceptSummary: async (_, { number, language }) => {
      const summary = await this.library.summary(number, language);
      return summary === undefined ? { error: notHere(`concept ${String(number)}`) } : { ok: summary };
    },
    runRecipe: ({ measured }, inputs, { assumed = {} }) => ({ ok: measured.runs.recipe(inputs, assumed) }),
    run: ({ measured }, request, options) => measured.runs.run(request, options),
    gradients: ({ measured }, request, options) => measured.runs.gradients(request, options),
    lastGradients: ({ measured }) => ({ ok: measured.runs.keptGradients ?? null }),
    parameterGradient: ({ index, measured }, { name }, options) =>
      index.stored.has(name)
        ? withSource(this.options.open, index.model, (source) =>
            parameterGradient(index, source, measured, name, options),
          )
        : { error: notHere(name) },
    runs: ({ measured }) => ({ ok: measured.runs.shown }),
    runValue: ({ measured }, { run, value }) => {
      const found = measured.runs.value(run, value);
      return found === undefined ? { error: notHere(value) } : { ok: found };
    },
    activation: ({ measured }, request, options) => measured.runs.activation(request, options),
  };

  /** By all that is known so far. */
  private async linted(
    { index, analysis, measured }: Opened,
    configuration: Configuration,
  ): Promise<LintReport> {
    const { latest: run, latestGradients: gradients } = measured.runs;
    const weights = await measured.weights.known();
    return this.linter.report({ index, analysis, weights, run, gradients }, configuration);
  }

  private picture(
    content: Pick<Content, "index" | "hierarchies">,
    { graph, open }: PictureRequest,
    types: ReadonlyMap<string, ValueType>,
  ): Answer<Picture> {
    const start = this.options.now();
    const hierarchy = this.hierarchies(content)(graph);
    if (hierarchy === undefined) return { error: notHere(graph) };
    const drawn = this.options.now();
    const picture = layOut(hierarchy, {
      open,
      typeOf: (value) => types.get(value),
      outOfTime: () => this.options.now() - drawn > LAYOUT_BUDGET_MS,
    });
    this.timings["hierarchy"] = drawn - start;
    this.timings["layout"] = this.options.now() - drawn;
    this.options.onTimings({ ...this.timings });
    return { ok: picture };
  }

  private layers(opened: Opened): LayersReport {
    return (opened.layers ??= layersOf(opened.index, opened.analysis, this.hierarchies(opened)));
  }

  private hierarchies({
    index,
    hierarchies,
  }: Pick<Content, "index" | "hierarchies">): (path: string) => Hierarchy | undefined {
    return (path) => {
      if (!hierarchies.has(path)) hierarchies.set(path, buildHierarchy(index.model, path));
      return hierarchies.get(path);
    };
  }

  private reached(opened: Opened, nodes: ReadonlySet<string>): ReachAnswer {
    return { nodes: [...nodes], groups: groupsHolding(opened.index, this.hierarchies(opened), nodes) };
  }

  private async time<T>(phase: string, work: () => T | Promise<T>): Promise<T> {
    const start = this.options.now();
    const result = await work();
    this.timings[phase] = this.options.now() - start;
    return result;
  }
}

function summaryOf(opened: Opened): InspectSummary {
  return (opened.summary ??= inspectSummary(opened.index, opened.analysis));
}

function keyOf(assumed: Assumed): string {
  return JSON.stringify(Object.entries(assumed).sort());
}

/** Whether a person would wait for the analysis. */
function isSlow({ index, analysed }: Content, assumed: Assumed): boolean {
  return index.uses.nodes.size >= SKETCHED_FROM && !analysed.has(keyOf(assumed));
}
