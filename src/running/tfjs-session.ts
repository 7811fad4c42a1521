import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Held } from "./runtime";
import type { Session } from "./session";
import type { Model } from "../model/model";
import type { TfjsEngine } from "./tfjs-engine";
import { readGraphModelFile, readLayersModelFile } from "./tfjs-files";
import type { TfjsModel } from "./tfjs-model";
import type { Values } from "./values";

/** A model in TensorFlow.js itself. It holds memory until it is released. */
export class TfjsSession implements Pick<Session, "inputs" | "hold" | "run" | "release"> {
  private constructor(
    private readonly file: string,
    readonly inputs: readonly string[],
    private readonly model: TfjsModel,
  ) {}

  static async open(
    engine: TfjsEngine,
    source: ByteSource,
    { graph, format }: Model,
  ): Promise<Result<TfjsSession>> {
    const file =
      format === "tfjs-layers" ? await readLayersModelFile(source, graph) : await readGraphModelFile(source);
    if (!file.ok) return file;
    try {
      const model = await engine.load(file.value);
      const inputs = graph.inputs.map(({ name }) => name);
      return { ok: true, value: new TfjsSession(source.name, inputs, model) };
    } catch (error) {
      return { ok: false, problem: problemOf(source.name, "cannot be loaded by TensorFlow.js", error) };
    }
  }

  async run(
    feeds: ReadonlyMap<string, Values>,
    fetches: readonly string[],
  ): Promise<Result<ReadonlyMap<string, Values>>> {
    try {
      return { ok: true, value: await this.model.run(feeds, [...new Set(fetches)]) };
    } catch (error) {
      return { ok: false, problem: problemOf(this.file, "cannot be run by TensorFlow.js", error) };
    }
  }

  /** TensorFlow.js hands out copies anyway. */
  async hold(feeds: ReadonlyMap<string, Values>, fetches: readonly string[]): Promise<Result<Held>> {
    const results = await this.run(feeds, fetches);
    return results.ok ? { ok: true, value: { values: results.value, release: () => undefined } } : results;
  }

  release(): Promise<void> {
    this.model.dispose();
    return Promise.resolve();
  }
}

function problemOf(file: string, what: string, error: unknown): Problem {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  const message = `${file}: ${what}: ${text}${/[.!?]$/.test(text) ? "" : "."}`;
  return { severity: "error", code: "run-failed", message, where: "" };
}
