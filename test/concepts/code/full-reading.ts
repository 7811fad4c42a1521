import { Code } from "../../../src/concepts/code/code";
import { Tokens } from "../../../src/concepts/code/tokens";

/** Code of which every statement is read for every name, with nothing left out beforehand. */
export class FullReading extends Code {
  override *naming(_name: string, end: number): Iterable<number> {
    for (let at = Math.min(end, this.outline.statements.length) - 1; at >= 0; at--) yield at;
  }

  /** Reads all tokens, and what all statements say of names. */
  readAll(): number {
    const tokens = new Tokens(this.text, this.language, 0);
    let count = 0;
    while (tokens.at(count) !== undefined) count++;
    this.outline.statements.forEach((_, at) => this.factsOf(at));
    return count;
  }
}
