import type { Problem, Result } from "../bytes/problem";
import type { Held } from "../running/runtime";
import type { Values } from "../running/values";
import { Forward } from "./forward";
import type { OpenBackward, Pass, PassSetting, Take, Walked } from "./pass";
import { addTo, openBackward } from "./pass";

/** All values of a pass are kept from its way forwards to its way back. */
export class WholePass implements Pass {
  readonly segments = 1;
  private values: ReadonlyMap<string, Values> = new Map();
  /** What lies in the runtime's memory since the last way forwards began. */
  private readonly held: Held[] = [];
  /** With the gradients of parameters, and without. */
  private whole: OpenBackward | undefined;
  private lean: OpenBackward | undefined;

  private constructor(
    private readonly setting: PassSetting,
    private readonly session: Forward,
    private readonly wanted: ReadonlySet<string>,
  ) {}

  /** @param wanted values that losses are of. */
  static async open(setting: PassSetting, wanted: ReadonlySet<string>): Promise<Result<WholePass>> {
    const session = await Forward.open(setting.engine, setting.source, setting.straight);
    return session.ok ? { ok: true, value: new WholePass(setting, session.value, wanted) } : session;
  }

  async forward(
    feeds: ReadonlyMap<string, Values>,
    whole: boolean,
  ): Promise<Result<ReadonlyMap<string, Values>>> {
    // Where the walk back is there already, it says what it needs: to keep all values takes memory, and their making time.
    const takes = (whole ? this.whole : this.lean)?.takes;
    this.release();
    const held = await this.session.hold(feeds, takes && new Set([...takes, ...this.wanted]));
    if (!held.ok) return held;
    this.held.push(held.value);
    this.values = held.value.values;
    return { ok: true, value: this.values };
  }

  async back(seeds: ReadonlyMap<string, Values>, whole: boolean, take: Take): Promise<Problem | undefined> {
    const { setting, values } = this;
    const opened = await this.opened(seeds.keys(), whole);
    if (!opened.ok) return opened.problem;
    const cotangents = await opened.value.hold(values, seeds);
    if (!cotangents.ok) return cotangents.problem;
    this.held.push(cotangents.value);
    const sums = new Map<string, Values>();
    // The steps of a loop that use one parameter: their cotangents add.
    for (const [name, one] of cotangents.value.values) addTo(sums, setting.copies.get(name) ?? name, one);
    take(values, sums);
    return undefined;
  }

  get walked(): Walked {
    return this.whole?.walk ?? { reach: new Map(), unknown: [] };
  }

  async close(): Promise<void> {
    this.release();
    for (const one of [this.session, this.whole, this.lean]) await one?.close();
  }

  private release(): void {
    for (const one of this.held.splice(0)) one.release();
    this.values = new Map();
  }

  private async opened(points: Iterable<string>, whole: boolean): Promise<Result<OpenBackward>> {
    const known = whole ? this.whole : this.lean;
    if (known !== undefined) return { ok: true, value: known };
    const { setting, values } = this;
    const from = whole ? new Set(setting.copies.keys()) : undefined;
    const opened = await openBackward(setting, setting.straight, values, points, from);
    if (opened.ok && whole) this.whole = opened.value;
    else if (opened.ok) this.lean = opened.value;
    return opened;
  }
}
