import type { ReportProblem } from "../../reports/types/parts";
import type { MetricFile } from "../../reports/user-metric";
import type { ColourBy } from "./colours";
import type { RequestName, Requests } from "./requests";

export interface Request<N extends RequestName = RequestName> {
  readonly type: "request";
  readonly id: number;
  readonly name: N;
  readonly params: Requests[N]["params"];
  readonly assumed: Assumed;
}

/** Sizes that a person assumes for dimensions that the file leaves open, by symbol. */
export type Assumed = Readonly<Record<string, number>>;

export interface Cancel {
  readonly type: "cancel";
  readonly id: number;
}

export type Reply =
  | { readonly type: "reply"; readonly id: number; readonly ok: unknown }
  | { readonly type: "reply"; readonly id: number; readonly error: ReportProblem }
  | { readonly type: "reply"; readonly id: number; readonly cancelled: true };

/** How far a request is: `done` of `total`, or only that it goes on. */
export interface Progress {
  readonly type: "progress";
  readonly id: number;
  /** What is being done: `Reading`, `Laying out`. */
  readonly phase: string;
  readonly done: number | null;
  readonly total: number | null;
}

/** From the extension host to the page, beside replies. */
export type HostEvent =
  /** The file is another one now, or gone, or back: ask again for everything that is shown. */
  | { readonly type: "changed"; readonly state: "changed" | "deleted" }
  /** A command of VS Code that concerns the page. */
  | { readonly type: "command"; readonly command: PageCommand }
  /** A command of VS Code chose what the graph is coloured by. */
  | { readonly type: "colour-by"; readonly metric: ColourBy }
  /** A file with a metric; `chosen` just now, or only given back to a page that begins anew. */
  | { readonly type: "metric-file"; readonly file: MetricFile; readonly chosen: boolean }
  /** Whose count of the cost stands in the line of facts: a convention's id, `layerscope` or `keras`. */
  | { readonly type: "settings"; readonly costConvention: string }
  /** The names of the files that were chosen for inputs, by input. */
  | { readonly type: "input-files"; readonly files: Readonly<Record<string, readonly string[]>> }
  /** How to lint is another now: ask again. */
  | { readonly type: "configured" }
  /** Show a node, value or tensor, as a problem of VS Code's list names it. */
  | { readonly type: "show"; readonly name: string }
  /** Show an answer of the fifty. */
  | { readonly type: "show-concept"; readonly number: number }
  /** The worker died and was started again; what was asked meanwhile has ended with a problem. */
  | { readonly type: "restarted"; readonly reason: string };

export type PageCommand = "run" | "gradients" | "find" | "fit" | "export-svg" | "export-png" | "fold-all";

/** From the page to the extension host, beside requests. */
export type PageEvent =
  | { readonly type: "ready" }
  /** Let the host save what the page has drawn. `base64` for PNG. */
  | {
      readonly type: "save";
      readonly name: string;
      readonly content: string;
      readonly encoding: "utf8" | "base64";
    }
  | { readonly type: "copy"; readonly text: string }
  /** What the page asked for has been measured: problems outside of the page may say more now. */
  | { readonly type: "measured" }
  /** Show the page of a rule. */
  | { readonly type: "help"; readonly rule: string }
  /** Accept a finding from now on, with a reason that VS Code asks for; `where` "" is every place. */
  | { readonly type: "suppress"; readonly rule: string; readonly where: string }
  /** Ask for files to feed an input with; or feed it what is made up again. */
  | { readonly type: "pick-input" | "drop-input"; readonly input: string }
  /** Ask for another model to open. */
  | { readonly type: "open-model" }
  /** Ask for a file with a metric. */
  | { readonly type: "pick-metric-file" }
  /** Milliseconds of the phases in the page, for the log and the bench. */
  | { readonly type: "timings"; readonly timings: Readonly<Record<string, number>> }
  /** A fault of the page's own code, for the log. */
  | { readonly type: "fault"; readonly message: string; readonly stack: string };

export type ToPage = Reply | Progress | HostEvent;

export type ToHost = Request | Cancel | PageEvent;
