import type { SiblingProblem } from "./source";

/** The problems of a file that a model names beside itself, worded once for all sources. */

export function missingFile(model: string, relative: string): SiblingProblem {
  return {
    severity: "error",
    code: "missing-external-data",
    message: `${model}: the file '${relative}' beside it is not there. Put it into the model's folder under this name.`,
    where: relative,
  };
}

export function escapingPath(model: string, relative: string, reason: string): SiblingProblem {
  return {
    severity: "error",
    code: "escaping-path",
    message: `${model}: the path '${relative}' ${reason}; only files in the model's folder are read.`,
    where: relative,
  };
}

export function unreadableFile(model: string, relative: string, reason: string): SiblingProblem {
  return {
    severity: "error",
    code: "unreadable-file",
    message: `${model}: the file '${relative}' beside it cannot be read: ${reason}.`,
    where: relative,
  };
}
