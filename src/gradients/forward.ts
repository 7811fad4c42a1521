import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Tensor } from "../model/tensor";
import type { Engine } from "../running/load";
import { observables } from "../running/observable";
import { segmentModel } from "../running/segment-model";
import { wholeGraph } from "../running/segments";
import type { Held } from "../running/runtime";
import { Session } from "../running/session";
import type { Values } from "../running/values";

/** A model that can be run as it is: without other formats, and without types that the runtime lacks. */
export interface Runnable {
  readonly index: ModelIndex;
  readonly analysis: Analysis;
  /** What tensors were that are read another way. */
  readonly originals: ReadonlyMap<Tensor, Tensor>;
}

/** A forward pass that shows values of the main graph. */
export class Forward {
  private constructor(
    private readonly session: Session,
    private readonly fetched: ReadonlyMap<string, string>,
  ) {}

  /** @param only the values that are wanted; undefined: all that a run can show. */
  static async open(
    engine: Engine,
    source: ByteSource,
    { index, analysis, originals }: Runnable,
    only?: ReadonlySet<string>,
  ): Promise<Result<Forward>> {
    const { graph, file } = index.model;
    const { values, addition } = observables(index, graph.nodes, [], analysis);
    const shown = values.filter(({ name }) => only === undefined || only.has(name));
    const fetched = new Map(shown.map((one) => [one.name, one.fetched]));
    const given = new Map(
      graph.inputs.map(({ name, type }) => [
        name,
        { dtype: type.kind === "tensor" ? type.dtype : undefined },
      ]),
    );
    const outputs = [...new Set(fetched.values())];
    const casts = (addition.nodes ?? []).filter((node) =>
      node.outputs.some((name) => outputs.includes(name)),
    );
    const segment = wholeGraph(index);
    const files = await segmentModel(index, source, segment, given, casts, outputs, { originals });
    if (!files.ok) return files;
    const session = await Session.create(engine, { file, ...files.value });
    return session.ok ? { ok: true, value: new Forward(session.value, fetched) } : session;
  }

  /** The inputs, and what they became. @param only the values that are wanted of it this time; undefined: all. */
  async hold(feeds: ReadonlyMap<string, Values>, only?: ReadonlySet<string>): Promise<Result<Held>> {
    const taken = new Map([...feeds].filter(([name]) => this.session.inputs.includes(name)));
    const wanted = [...this.fetched].filter(([name]) => only === undefined || only.has(name));
    const held = await this.session.hold(
      taken,
      wanted.map(([, fetched]) => fetched),
    );
    if (!held.ok) return held;
    const values = new Map(feeds);
    for (const [name, fetched] of wanted) {
      const one = held.value.values.get(fetched);
      if (one !== undefined) values.set(name, one);
    }
    return { ok: true, value: { values, release: held.value.release } };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}
