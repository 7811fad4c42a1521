import type { Model, ModelFunction } from "./model";

/** What a function is called by. */
interface Call {
  readonly domain: string;
  readonly operator: string;
  readonly overload?: string;
}

/** The functions of a file by what calls them. Of two that are called alike, the first one counts. */
export class Functions {
  private readonly byCall = new Map<string, ModelFunction>();

  constructor({ functions }: Pick<Model, "functions">) {
    for (const one of functions) {
      const key = keyOf({ ...one, operator: one.name });
      if (!this.byCall.has(key)) this.byCall.set(key, one);
    }
  }

  /** The function that a node calls; undefined where it is no call. */
  calledBy(call: Call): ModelFunction | undefined {
    return this.byCall.size === 0 ? undefined : this.byCall.get(keyOf(call));
  }
}

function keyOf({ domain, operator, overload = "" }: Call): string {
  return JSON.stringify([domain, operator, overload]);
}
