import type { Picture } from "../../src/layout/picture";
import type { ReportProblem } from "../../src/reports/types/parts";
import { RequestFailed } from "../host";
import { Latest } from "../latest";
import type { Page } from "../page";
import { graphOf } from "../state";
import { Waiting } from "../waiting";

/** What becomes of a picture that was asked for. */
interface Taker {
  /** @param anchor the box that stays where it is */
  readonly show: (picture: Picture, anchor: string | undefined) => void;
  readonly fail: (problem: ReportProblem) => void;
}

/** Asks for pictures of the graph that the state names, and says that they are waited for. */
export class Pictures {
  private readonly waiting = new Waiting();
  readonly element = this.waiting.element;
  private readonly latest = new Latest();
  /** Whether the picture of what the next facts are of has been asked for. */
  private isAhead = false;
  private isShown = false;

  constructor(
    private readonly page: Page,
    private readonly taker: Taker,
  ) {}

  /** Before the facts of what is to be shown: of a large model they take as long again as its picture. */
  loadAhead(): void {
    this.isAhead = true;
    if (!this.isShown) void this.sketch();
    void this.load();
  }

  /** There are new facts: the picture that goes with them is asked for, unless it was ahead of them. */
  factsCame(): void {
    if (!this.isAhead) void this.load();
    this.isAhead = false;
  }

  async load(anchor?: string): Promise<void> {
    this.waiting.begin(() => {
      this.latest.cancel();
      this.waiting.end();
    });
    const started = performance.now();
    try {
      const picture = await this.latest.run((signal) =>
        this.page.host.request("picture", this.wanted(), {
          signal,
          onprogress: (progress) => this.waiting.progress(progress),
        }),
      );
      if (picture === undefined) return;
      const received = performance.now();
      this.show(picture, anchor);
      this.page.host.send({
        type: "timings",
        timings: { picture: received - started, draw: performance.now() - received },
      });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      // What keeps the facts away, too, is theirs to say; else it is asked for once more behind them.
      if (this.isAhead) this.isAhead = false;
      else this.taker.fail(error.problem);
    } finally {
      this.waiting.end();
    }
  }

  /** A large model's first picture, without inferred shapes, until these are there. */
  private async sketch(): Promise<void> {
    const wanted = this.wanted();
    try {
      const picture = await this.page.host.request("sketch", wanted);
      if (picture === null || this.isShown || wanted.graph !== this.wanted().graph) return;
      this.show(picture, undefined);
    } catch (error) {
      // The picture that is asked for beside it fails, too, and says why.
      if (!(error instanceof RequestFailed)) throw error;
    }
  }

  private show(picture: Picture, anchor: string | undefined): void {
    this.isShown = true;
    this.taker.show(picture, anchor);
  }

  private wanted(): { readonly graph: string; readonly open: readonly string[] | null } {
    const state = this.page.store.get();
    const graph = graphOf(state);
    return { graph, open: state.open[graph] ?? null };
  }
}
