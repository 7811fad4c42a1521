import type { ReportProblem } from "../reports/types/parts";

/** An editor's tab says where its file is: a problem in it names the file by its name alone. */
export function withShortName(problem: ReportProblem, path: string, name: string): ReportProblem {
  return { ...problem, message: problem.message.replaceAll(path, name) };
}
