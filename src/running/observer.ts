import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import { numbersOf } from "./numbers";
import type { OpenPart } from "./part";
import type { Values } from "./values";
import { copyOf } from "./values";
import type { WatchedValue } from "./watch";
import { Watch } from "./watch";

/** Outputs that are kept of one name: enough to compare samples by eye, and few enough to be held. */
const MOST_OUTPUTS = 64;
const MOST_ELEMENTS = 2 ** 20;

/** What is seen while a model runs: part by part, sample by sample, value by value. */
export class Observer {
  /** The graph's outputs, run by run; of many runs, or of large ones, the first. */
  readonly outputs = new Map<string, Values[]>();
  readonly problems: Problem[] = [];
  /** What has run parts of it that onnxruntime-web does not run. */
  engine: string | undefined;
  /** In the graph's order. */
  readonly values: WatchedValue[] = [];
  private readonly watches = new Map<string, Watch>();
  private readonly badInputs = new Set<string>();
  /** By run, the values that later parts take. */
  private readonly keptValues: readonly Map<string, Values>[];
  private readonly own: ReadonlySet<string>;

  constructor(
    private readonly index: ModelIndex,
    runs: number,
    private readonly perChannel: boolean,
  ) {
    this.keptValues = Array.from({ length: runs }, () => new Map<string, Values>());
    this.own = new Set(index.model.graph.outputs.map(({ name }) => name));
  }

  /** A part was opened. */
  open({ seen, problems, engine }: OpenPart): void {
    this.engine ??= engine;
    // Every session of a model may say the same.
    const said = new Set(this.problems.map(({ message }) => message));
    this.problems.push(...problems.filter(({ message }) => !said.has(message)));
    for (const { name, dtype } of seen.values) {
      const port = this.index.uses.producers.get(name);
      if (port !== undefined)
        this.watches.set(name, new Watch(this.index, name, port, dtype, this.perChannel));
    }
    const [first] = seen.hidden;
    if (first === undefined) return;
    const [name, type] = first;
    const count = seen.hidden.length === 1 ? "one value is" : `${seen.hidden.length} values are`;
    const message = `${this.index.model.file}: ${count} not observed: the runtime does not let out ${type} ('${name}').`;
    this.problems.push({ severity: "warning", code: "values-not-observed", message, where: name });
  }

  /** What the inputs are in a run. */
  give(inputs: ReadonlyMap<string, Values>): void {
    for (const [name, values] of inputs) {
      if (numbersOf(values)?.every(Number.isFinite) === false) this.badInputs.add(name);
    }
  }

  /** @param times the value, each time that it was computed in the run; what is kept of it is copied. */
  see(name: string, times: readonly Values[], run: number, keep: boolean): void {
    times.forEach((values, step) => this.watches.get(name)?.add(values, step === 0));
    const [values] = times;
    if (values === undefined) return;
    if (this.own.has(name)) this.keepOutput(name, values);
    if (keep) this.keptValues[run]?.set(name, copyOf(values));
  }

  private keepOutput(name: string, values: Values): void {
    const before = this.outputs.get(name) ?? [];
    const elements = before.reduce((sum, { data }) => sum + data.length, 0);
    if (before.length > 0 && (before.length >= MOST_OUTPUTS || elements > MOST_ELEMENTS)) return;
    this.outputs.set(name, [...before, copyOf(values)]);
  }

  kept(run: number): ReadonlyMap<string, Values> {
    return this.keptValues[run] ?? new Map<string, Values>();
  }

  /** A part could not be run to its end: of its values nothing is said. */
  giveUp({ code, message, where }: Problem): void {
    const names = [...this.watches.keys()];
    this.watches.clear();
    const what = names.length === 0 ? "values" : `${names.length.toLocaleString("en")} values`;
    const said = `${what} inside of branches and loops are not observed: ${message}`;
    this.problems.push({ severity: "warning", code, message: said, where });
  }

  /** A part is done: of its values only what was found stays in memory. */
  close(): void {
    for (const watch of this.watches.values()) {
      const value = watch.result();
      if (value !== undefined) this.values.push(value);
    }
    this.watches.clear();
  }

  /** Whether all that was seen of a value was finite; undefined where it was not seen. */
  finiteness(): (name: string) => boolean | undefined {
    const known = new Map(this.values.map(({ name, statistics }) => [name, statistics]));
    return (name) => {
      if (this.badInputs.has(name)) return false;
      const statistics = known.get(name);
      return statistics && statistics.nan + statistics.inf === 0;
    };
  }
}
