import { analyse } from "../analysis/analyse";
import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import { bytesOf } from "../model/dtype";
import type { Lifted } from "./lift";
import { liftValues } from "./lift";
import type { Observable, Observables } from "./observable";
import { batches, elementsIn } from "./observable";
import type { OpenPart, Part, Subject } from "./part";
import { inputTypes, openSegment } from "./part";
import type { Segment } from "./segments";
import { wholeGraph } from "./segments";
import { isNarrowInput, widened } from "./widen";

/**
 * The parts that show what is inside of branches and loops. They are sessions of their own, so that a loop whose steps
 * do not fit into memory takes none of the main graph's values with it.
 *
 * @param segments that the main graph is run in.
 * @param only the one value that is wanted, where it is one.
 */
export function innerParts(
  subject: Subject,
  segments: readonly Segment[],
  budget: number,
  only?: string,
): readonly Part[] {
  const { index, analysis } = subject;
  const wanted = (name: string): boolean => only === undefined || name === only;
  return segments.flatMap((segment) => {
    const lifted = liftValues(index, segment.nodes, (name) => analysis.types.get(name), wanted);
    const problems = only === undefined ? hiddenProblems(index, lifted) : [];
    const groups = batches(seenOf(lifted, analysis).values, budget);
    return groups.map((group, at): Part => {
      const names = new Set(group.map(({ name }) => name));
      return {
        keeps: [],
        optional: true,
        open: async (given) => {
          const part = await openInner(subject, segment, segments.length === 1, given, (name) =>
            names.has(name),
          );
          return part.ok && at === 0
            ? { ok: true, value: { ...part.value, problems: [...part.value.problems, ...problems] } }
            : part;
        },
      };
    });
  });
}

/** As it is, or in float32 where the runtime has no kernels for what it computes in. */
async function openInner(
  subject: Subject,
  segment: Segment,
  isWhole: boolean,
  given: Parameters<Part["open"]>[0],
  wanted: (name: string) => boolean,
): Promise<Result<OpenPart>> {
  const { index, analysis } = subject;
  const isNarrow = isWhole && index.model.graph.inputs.some(isNarrowInput);
  const plain = isNarrow ? undefined : await openLifted(subject, segment, given, analysis, wanted);
  if (plain?.ok === true || (plain !== undefined && !isWhole)) return plain;
  const widening = widened(index.model);
  const wide = indexModel(widening.model);
  const part = await openLifted(
    { ...subject, index: wide },
    wholeGraph(wide),
    inputTypes(wide.model),
    analyse(wide, analysis.assumptions),
    wanted,
    widening,
  );
  return part.ok ? { ok: true, value: { ...part.value, wide: true } } : (plain ?? part);
}

async function openLifted(
  subject: Omit<Subject, "analysis">,
  segment: Segment,
  given: Parameters<typeof openSegment>[2],
  analysis: Analysis,
  wanted: (name: string) => boolean,
  widening?: Parameters<typeof openSegment>[4],
): Promise<Result<OpenPart>> {
  const lifted = liftValues(subject.index, segment.nodes, (name) => analysis.types.get(name), wanted);
  const nodes = { ...segment, nodes: lifted.nodes };
  return await openSegment(subject, nodes, given, seenOf(lifted, analysis), widening);
}

function seenOf({ values }: Lifted, { types }: Analysis): Observables {
  const outputs = values.flatMap(({ data, shapes }) => (shapes === undefined ? [data] : [data, shapes]));
  return { values: values.map((one) => observable(one, types)), addition: { outputs }, hidden: [] };
}

function observable(
  { name, dtype, data, shapes }: Lifted["values"][number],
  types: Analysis["types"],
): Observable {
  const elements = shapes === undefined ? elementsIn(types.get(name)) : undefined;
  const bytes = elements === undefined ? undefined : bytesOf(dtype, elements);
  return { name, fetched: data, dtype, bytes, lifted: { shapes } };
}

/** What is not seen, by the reasons for it. */
function hiddenProblems({ model }: ModelIndex, { hidden }: Lifted): readonly Problem[] {
  const reasons = new Set(hidden.map(([, why]) => why));
  return Array.from(reasons, (why) => {
    const names = hidden.filter((one) => one[1] === why).map(([name]) => name);
    const [first = ""] = names;
    const count = names.length === 1 ? "one value" : `${names.length.toLocaleString("en")} values`;
    const message = `${model.file}: ${count} inside of branches and loops cannot be observed: ${why} ('${first}').`;
    return { severity: "warning", code: "values-not-observed", message, where: first };
  });
}
