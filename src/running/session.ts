import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import type { Result } from "../bytes/problem";
import { engineProblem } from "./engine-problem";
import type { Engine } from "./load";
import type { Elements, Values } from "./values";
import { isRunnable } from "./values";

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
      return { ok: true, value: new Session(engine, source.file, session) };
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
   * One run.
   *
   * @param fetches which outputs are wanted.
   * @returns those of them that are tensors.
   */
  async run(
    feeds: ReadonlyMap<string, Values>,
    fetches: readonly string[],
  ): Promise<Result<ReadonlyMap<string, Values>>> {
    try {
      const given = Object.fromEntries(Array.from(feeds, ([name, values]) => [name, this.tensor(values)]));
      const results = await this.session.run(given, [...new Set(fetches)], { logSeverityLevel: FATAL });
      const values = new Map<string, Values>();
      for (const [name, tensor] of Object.entries(results)) {
        const one = valuesOf(tensor);
        if (one !== undefined) values.set(name, one);
      }
      return { ok: true, value: values };
    } catch (error) {
      return { ok: false, problem: engineProblem(this.file, "cannot be run", error) };
    }
  }

  /** What the runtime has measured since the session was opened, as JSON. */
  endProfiling(): string {
    return this.engine.printed(() => this.session.endProfiling());
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private tensor({ dtype, shape, data }: Values): OrtTensor {
    return new this.engine.Tensor(dtype, data as OrtTensor["data"] as Float32Array, shape);
  }
}

/** Undefined for types that cannot be taken out of the runtime. */
function valuesOf({ type, dims, data }: OrtTensor): Values | undefined {
  if (!isRunnable(type)) return undefined;
  // Where the platform has arrays of half floats, the runtime uses them: we look at the bits.
  const bits = type === "float16" && !(data instanceof Uint16Array) ? halfBits(data) : data;
  return { dtype: type, shape: dims, data: bits as Elements };
}

function halfBits(data: OrtTensor["data"]): Uint16Array {
  const { buffer, byteOffset, byteLength } = data as Float32Array;
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}
