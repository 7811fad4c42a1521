import type { InferenceSession } from "onnxruntime-web";
import type { Result } from "../bytes/problem";
import { engineProblem } from "./engine-problem";
import type { Engine } from "./load";
import type { Held } from "./runtime";
import { copied } from "./runtime";
import type { Values } from "./values";

/** Of the runtime's messages only fatal ones: its errors reach us as exceptions and need not be printed, too. */
const FATAL = 4;

/** What a session is made of. */
interface SessionSource {
  /** The file's name, for messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The files of external data by the path that tensors name. */
  readonly external: ReadonlyMap<string, Uint8Array>;
  /** Whether the runtime measures how long its nodes take. */
  readonly profiling?: boolean;
}

/** A model that the runtime has loaded. It holds memory until it is released. */
export class Session {
  private constructor(
    private readonly engine: Engine,
    private readonly file: string,
    private readonly session: InferenceSession,
    /** Where it lies in the runtime's memory. */
    private readonly pointer: number,
  ) {}

  static async create(engine: Engine, source: SessionSource): Promise<Result<Session>> {
    try {
      // The runtime writes into its options: they are made anew for each session.
      const session = await engine.create(source.bytes, {
        executionProviders: ["wasm"],
        // Higher levels fuse values away that are to be seen, and take far longer to prepare.
        graphOptimizationLevel: "basic",
        logSeverityLevel: FATAL,
        enableProfiling: source.profiling === true,
        externalData: Array.from(source.external, ([path, data]) => ({ path, data })),
      });
      return { ok: true, value: new Session(engine, source.file, session, pointerOf(session)) };
    } catch (error) {
      return { ok: false, problem: engineProblem(source.file, "cannot be prepared for running", error) };
    }
  }

  get inputs(): readonly string[] {
    return this.session.inputNames;
  }

  get outputs(): readonly string[] {
    return this.session.outputNames;
  }

  /**
   * One run whose results are left where they are until they are released.
   *
   * @param fetches which outputs are wanted.
   * @returns those of them that are tensors.
   */
  hold(feeds: ReadonlyMap<string, Values>, fetches: readonly string[]): Promise<Result<Held>> {
    try {
      // The runtime itself has no name for what is not given.
      const missing = this.inputs.find((name) => !feeds.has(name));
      if (missing !== undefined) throw new Error(`input '${missing}' is missing in 'feeds'.`);
      const held = this.engine.runtime().run(this.pointer, feeds, [...new Set(fetches)]);
      return Promise.resolve({ ok: true, value: held });
    } catch (error) {
      return Promise.resolve({ ok: false, problem: engineProblem(this.file, "cannot be run", error) });
    }
  }

  /** One run, its results in copies of their own. */
  async run(
    feeds: ReadonlyMap<string, Values>,
    fetches: readonly string[],
  ): Promise<Result<ReadonlyMap<string, Values>>> {
    const held = await this.hold(feeds, fetches);
    return held.ok ? { ok: true, value: copied(held.value) } : held;
  }

  /** What the runtime has measured since the session was opened, as JSON. */
  endProfiling(): string {
    return this.engine.printed(() => this.session.endProfiling());
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** onnxruntime-web calls its sessions by where they lie in the runtime's memory; its types do not say so. */
function pointerOf(session: InferenceSession): number {
  const { handler } = session as unknown as { readonly handler: { readonly sessionId: number } };
  return handler.sessionId;
}
