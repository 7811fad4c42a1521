import { Code } from "../../../src/concepts/code/code";

/** Code of which every statement is read for every name, with nothing left out beforehand. */
export class FullReading extends Code {
  override *naming(_name: string, end: number): Iterable<number> {
    for (let at = Math.min(end, this.outline.statements.length) - 1; at >= 0; at--) yield at;
  }

  /** Reads all statements, as many as there are. */
  readAll(): number {
    const { statements } = this.outline;
    return statements.reduce((bindings, _, at) => bindings + this.factsOf(at).bindings.length, 0);
  }
}
