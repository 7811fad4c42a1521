import type { KeptRun } from "../../src/document/protocol/runs";
import { formatInteger, formatReal, formatShare } from "../../src/reports/format";
import type { RunValue } from "../../src/reports/types/run";
import { make } from "../dom";
import { plural, t } from "../l10n";
import type { Page } from "../page";
import { select, showConcept, type State } from "../state";
import { nextSort, ordered, type Column, type Columns, type Sort } from "../table/columns";
import { longName } from "../table/long-name";
import { Table } from "../table/table";

/** A value in the newest run and in the one before. */
interface Pair {
  /** Of its node. */
  readonly id: string;
  readonly now: RunValue;
  readonly before: RunValue;
}

type ColumnId = "name" | "shift" | "ratio" | "stdNow" | "stdBefore" | "zerosNow" | "zerosBefore" | "dead";

/** How far the means lie apart, in the earlier run's standard deviations. */
function shiftOf({ now, before }: Pair): number | undefined {
  if (now.mean === null || before.mean === null || before.std === null || before.std === 0) return undefined;
  return Math.abs(now.mean - before.mean) / before.std;
}

/** The newest run's standard deviation to that of the earlier one. */
function ratioOf({ now, before }: Pair): number | undefined {
  if (now.std === null || before.std === null || before.std === 0) return undefined;
  return now.std / before.std;
}

/** Values that both runs have. */
function pairsOf(now: KeptRun, before: KeptRun): readonly Pair[] {
  const earlier = new Map(before.report.values.map((value) => [value.name, value]));
  return now.report.values.flatMap((value, at) => {
    const [other, id] = [earlier.get(value.name), now.nodes[at]];
    return other === undefined || id === undefined ? [] : [{ id, now: value, before: other }];
  });
}

const deadOf = ({ units }: RunValue): number | undefined => units?.dead.length;

function numeric(
  head: string,
  meaning: string,
  key: (pair: Pair) => number | undefined,
  text: (value: number) => string = formatReal,
): Column<Pair> {
  const shown = (pair: Pair): string => {
    const value = key(pair);
    return value === undefined ? "" : text(value);
  };
  return { head, meaning, numeric: true, key, text: shown };
}

const known = (value: number | null): number | undefined => value ?? undefined;

const COLUMNS: Columns<Pair, ColumnId> = {
  name: {
    head: t("Value"),
    meaning: t("The file's name of the value"),
    numeric: false,
    key: ({ now }) => now.name,
    text: ({ now }) => now.name,
    draw: ({ now }) => longName(now.name),
  },
  shift: numeric(t("Mean moved"), t("By so many standard deviations of the earlier run"), shiftOf),
  ratio: numeric(t("Std ratio"), t("The newest run's standard deviation to the earlier one's"), ratioOf),
  stdNow: numeric(t("Std"), t("Of the newest run"), ({ now }) => known(now.std)),
  stdBefore: numeric(t("Std before"), t("Of the earlier run"), ({ before }) => known(before.std)),
  zerosNow: numeric(t("Zeros"), t("Of the newest run"), ({ now }) => known(now.zeroFraction), formatShare),
  zerosBefore: numeric(
    t("Zeros before"),
    t("Of the earlier run"),
    ({ before }) => known(before.zeroFraction),
    formatShare,
  ),
  dead: {
    head: t("Dead units"),
    concept: 4,
    meaning: t("In the earlier run, and in the newest one"),
    numeric: true,
    key: ({ now, before }) => Math.abs((deadOf(now) ?? 0) - (deadOf(before) ?? 0)),
    text: ({ now, before }) =>
      now.units === null ? "" : `${formatInteger(deadOf(before) ?? 0)} → ${formatInteger(deadOf(now) ?? 0)}`,
  },
};

const ONE_RUN = t(
  "Only one run so far. Run the model again with another seed, other samples or other files: here stands what changes.",
);

/** The two last runs side by side: which values move with the input, and which do not. */
export class ComparePage {
  readonly element = make("div", { class: "compare-page" });
  private readonly said = make("p", { class: "reading" });
  private readonly table: Table<Pair, ColumnId>;
  private shown: readonly Pair[] = [];
  private runs: readonly KeptRun[] = [];
  private sort: Sort<ColumnId> | undefined;

  constructor(private readonly page: Page) {
    this.table = new Table<Pair, ColumnId>({
      label: t("Values of two runs"),
      prefix: "compared",
      columns: COLUMNS,
      bad: ({ now }) => now.nan + now.inf > 0,
      onsort: (column) => {
        this.sort = nextSort(COLUMNS, this.sort, column);
        this.draw();
      },
      onselect: (line) => this.select(line),
      onopen: (line) => this.select(line),
      onconcept: (number) => page.store.update((state) => showConcept(state, number)),
    });
    this.element.append(this.said, this.table.element);
  }

  show(runs: readonly KeptRun[], { selection }: State): void {
    const [now, before] = runs;
    this.table.element.hidden = before === undefined;
    if (now === undefined || before === undefined) {
      this.said.textContent = ONE_RUN;
      return;
    }
    if (this.runs !== runs) {
      this.runs = runs;
      this.said.textContent = `${t("Newest: {0}; before: {1}.", runText(now), runText(before))} ${changeText(pairsOf(now, before))}`;
      this.draw();
    }
    this.table.mark(this.shown.findIndex(({ id }) => id === selection?.id));
  }

  private draw(): void {
    const [now, before] = this.runs;
    if (now === undefined || before === undefined) return;
    const pairs = pairsOf(now, before);
    const order = ordered(pairs, [...pairs.keys()], COLUMNS, this.sort);
    this.shown = order.flatMap((at) => pairs[at] ?? []);
    this.table.show(this.shown, -1, this.sort);
  }

  private select(line: number): void {
    const id = this.shown[line]?.id;
    if (id !== undefined) this.page.store.update((state) => select(state, { id, box: id }));
  }
}

function runText({ report }: KeptRun): string {
  return `${t("seed {0}", formatInteger(report.seed))}, ${plural(report.samples, "{0} sample", "{0} samples")}`;
}

/** Which value moved most. */
function changeText(pairs: readonly Pair[]): string {
  const moved = pairs.flatMap((pair) => {
    const shift = shiftOf(pair);
    return shift === undefined ? [] : [{ shift, pair }];
  });
  const most = moved.reduce<(typeof moved)[number] | undefined>(
    (best, one) => (best === undefined || one.shift > best.shift ? one : best),
    undefined,
  );
  return most === undefined
    ? t("No value has numbers in both.")
    : t(
        "The mean moved most at {0}: by {1} standard deviations.",
        most.pair.now.name,
        formatReal(most.shift),
      );
}
