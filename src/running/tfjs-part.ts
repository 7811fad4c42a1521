import type { Problem, Result } from "../bytes/problem";
import type { Node } from "../model/model";
import type { Observable, Observables } from "./observable";
import type { OpenPart, Part, Subject } from "./part";
import { TfjsSession } from "./tfjs-session";
import type { Values } from "./values";

/** Operators that give a handle of something kept elsewhere: to TensorFlow.js a number, which says nothing. */
const GIVES_HANDLE =
  /^(EmptyTensorList|TensorList(Reserve|FromTensor|SetItem|PushBack|PopBack|Scatter(V2)?|Split|Resize)|TensorArray(V3|WriteV3|ScatterV3|SplitV3|CloseV3)|(HashTable|LookupTableImport|InitializeTable)(V2)?)$/;

/** Whether TensorFlow.js has a value to show for what a node makes. */
export function isShownByTfjs({ operator }: Node): boolean {
  return !GIVES_HANDLE.test(operator);
}

/**
 * A part of a model that TensorFlow.js itself runs. What its file's first sample shows decides how: with all values, or,
 * where some of them cannot be asked for, as those of a branch that is dead, with the model's outputs alone.
 *
 * @param why the model is not run by onnxruntime-web.
 */
export async function openTfjs(
  { engine, source, index }: Omit<Subject, "analysis">,
  seen: Observables,
  given: Parameters<Part["open"]>[0],
  why: string,
): Promise<Result<OpenPart>> {
  const { graph, file } = index.model;
  const tfjs = await engine.tfjs();
  const opened = await TfjsSession.open(tfjs, source, index.model);
  if (!opened.ok) return opened;
  const session = opened.value;
  const message = `${file}: run by ${tfjs.name} in place of ${engine.name}: ${why}.`;
  const problems: Problem[] = [{ severity: "warning", code: "run-by-tfjs", message, where: "" }];
  const feeds = new Map([...given].filter(([name]) => session.inputs.includes(name)));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const tryWith = async (values: Observables["values"]): Promise<Result<ReadonlyMap<string, Values>>> =>
    await session.run(
      feeds,
      values.map(({ fetched }) => fetched),
    );
  let { values } = seen;
  let tried = await tryWith(values);
  if (!tried.ok) {
    const refused = tried.problem;
    values = values.filter(({ name }) => outputs.has(name));
    tried = await tryWith(values);
    if (!tried.ok) {
      await session.release();
      return { ok: false, problem: refused };
    }
    problems.push(onlyOutputs(refused));
  }
  const { value: shown } = tried;
  const missing = values.filter(({ fetched }) => !shown.has(fetched));
  if (missing.length > 0) problems.push(notShown(file, missing));
  return {
    ok: true,
    value: { session, seen: { ...seen, values }, wide: false, engine: tfjs.name, problems },
  };
}

function onlyOutputs({ message: why }: Problem): Problem {
  const message = `only the model's outputs are observed: ${why}`;
  return { severity: "warning", code: "values-not-observed", message, where: "" };
}

/** As what a layer would make that nobody calls. */
function notShown(file: string, [first, ...others]: readonly Observable[]): Problem {
  const name = first?.name ?? "";
  const what = others.length === 0 ? "one value is" : `${others.length + 1} values are`;
  const message = `${file}: ${what} not observed: TensorFlow.js does not make them ('${name}').`;
  return { severity: "warning", code: "values-not-observed", message, where: name };
}
