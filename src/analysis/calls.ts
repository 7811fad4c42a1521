import { maximum } from "../model/order";
import { Context } from "../operators/context";
import type { Value } from "../operators/value";
import { joinTypes, joinValues, UNKNOWN } from "../operators/value";
import type { Outcome } from "./control";
import { MOST_WALKS, sameType } from "./control";
import type { Walk } from "./infer";
import type { NamedFunction } from "./named-functions";
import { inputsBeforeArguments, namedFunctions } from "./named-functions";

/** TensorFlow's operators that name functions of the file; undefined for any other. */
export function inferCalls(walk: Walk, node: Context): Outcome | undefined {
  const functions = namedFunctions(node.node);
  const [first, second] = functions;
  if (first === undefined) return undefined;
  const given = node.inputs.slice(inputsBeforeArguments(node.node));
  const call = ({ name }: NamedFunction, inputs: readonly Value[]): Outcome =>
    walk.callNamed(name, new Context(node.node, node.opset, inputs)) ?? { outputs: [], macs: undefined };
  if (second === undefined) return call(first, given);
  return first.attribute === "cond"
    ? loop(given, (state) => [call(first, state), call(second, state)])
    : branch(node, call(first, given), call(second, given));
}

/** What both branches agree on, or the branch that is known to be taken. */
function branch(node: Context, yes: Outcome, no: Outcome): Outcome {
  const macs = yes.macs === undefined || no.macs === undefined ? undefined : maximum(yes.macs, no.macs);
  const known = node.scalar(0);
  if (typeof known === "number") return { outputs: (known !== 0 ? yes : no).outputs, macs };
  const outputs = node.node.outputs.map((_, index) =>
    joinValues(yes.outputs[index] ?? UNKNOWN, no.outputs[index] ?? UNKNOWN),
  );
  return { outputs, macs };
}

/** Walks the body until what it takes holds for every turn; how often it turns, only running tells. */
function loop(
  start: readonly Value[],
  turn: (state: readonly Value[]) => readonly [condition: Outcome, body: Outcome],
): Outcome {
  let state: readonly Value[] = start.map(({ type }) => ({ type }));
  for (let walks = 0; ; walks++) {
    const [condition, body] = turn(state);
    const joined = state.map(({ type }, index) => ({
      type: joinTypes(type, body.outputs[index]?.type ?? UNKNOWN.type),
    }));
    const settled = joined.every(({ type }, index) => sameType(type, state[index]?.type ?? UNKNOWN.type));
    if (walks >= MOST_WALKS || settled) {
      const free = condition.macs === 0 && body.macs === 0;
      return { outputs: settled ? state : [], macs: free ? 0 : undefined };
    }
    state = joined;
  }
}
