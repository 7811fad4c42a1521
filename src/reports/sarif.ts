import type { Rule } from "../findings/rule";
import { RULES } from "../findings/rules";
import type { Finding, Severity } from "../findings/types";
import type { LintReport } from "./types/lint";

/** SARIF 2.1.0 (OASIS, 2020): what code hosts show as annotations. Locations are logical: a model has no lines. */
export function sarif(version: string, reports: readonly LintReport[]): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Layerscope",
            semanticVersion: version,
            rules: RULES.map(descriptor),
          },
        },
        results: reports.flatMap(({ file, findings }) => findings.map((finding) => result(file, finding))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

function descriptor({ id, title, severity }: Rule) {
  return {
    id,
    shortDescription: { text: title },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(file: string, { rule, severity, message, node, tensor, value }: Finding) {
  const places = [
    { name: node, kind: "function" },
    { name: tensor, kind: "variable" },
    { name: value, kind: "variable" },
  ].filter((place) => place.name !== null);
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: addressOf(file) } },
        ...(places.length === 0
          ? {}
          : { logicalLocations: places.map(({ name, kind }) => ({ fullyQualifiedName: name, kind })) }),
      },
    ],
  };
}

/** A relative path as a relative address, an absolute one as file:. */
function addressOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
