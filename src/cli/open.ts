import type { Assumptions } from "../analysis/assumptions";
import { inputSymbols } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import type { Say } from "./each-file";
import { print, symbol, symbolsOf } from "../model/expression";

/** Opens a model for a call that fixes sizes; `say` is told which of them the model has no place for. */
export async function openAssuming(
  source: ByteSource,
  assumptions: Assumptions,
  say: Say,
): Promise<Result<ModelIndex>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  for (const notice of needless(index, assumptions)) say(`${source.name}: ${notice}`);
  return { ok: true, value: index };
}

/** A sentence for each name that stands for nothing in the model. */
function needless({ model, uses }: ModelIndex, { dimensions, shapes }: Assumptions): readonly string[] {
  const open = [...inputSymbols(model).keys()];
  const known = new Set([...open.map(textOf), ...declaredSymbols(uses.graphs)]);
  const inputs = model.graph.inputs.map(({ name }) => name).filter((name) => !model.graph.tensors.has(name));
  const sizes = [...dimensions.keys()].filter((name) => !known.has(textOf(name)));
  const others = [...shapes.keys()].filter((name) => !inputs.includes(name));
  return [
    ...sizes.map((name) => noSuch("open dimension", name, open)),
    ...others.map((name) => noSuch("input", name, inputs)),
  ];
}

function noSuch(what: string, name: string, known: readonly string[]): string {
  const instead = known.length === 0 ? "nor any other" : `only ${known.map((one) => `'${one}'`).join(", ")}`;
  return `there is no ${what} '${name}' to fix, ${instead}.`;
}

/** Of a symbol in expressions. */
const textOf = (name: string): string => print(symbol(name));

/** Of the sizes that the file gives to values, in the text of expressions: a size for one of them fixes them, too. */
function declaredSymbols(graphs: ModelIndex["uses"]["graphs"]): readonly string[] {
  return graphs
    .flatMap(({ declared, outputs }) => [...declared.values(), ...outputs])
    .flatMap(({ type }) => (type.kind === "tensor" || type.kind === "sparse" ? (type.shape ?? []) : []))
    .flatMap((size) => (size === undefined ? [] : symbolsOf(size)));
}
