import { limitsOf, severityOf, suppressionOf } from "./configuration";
import type { Evidence, Found, Need, Rule } from "./rule";
import { RULES } from "./rules";
import type { Configuration, Finding, Severity } from "./types";
import { SEVERITIES } from "./types";

/** What the linter says of a model, the worst first, and how many findings a person suppressed. */
interface Linting {
  readonly findings: readonly Finding[];
  readonly suppressed: number;
}

/** Applies every rule whose needs are met. */
export function lint(evidence: Evidence, met: ReadonlySet<Need>, configuration: Configuration): Linting {
  const all = RULES.filter((rule) => rule.needs.every((need) => met.has(need))).flatMap((rule) => {
    const severity = severityOf(configuration, rule);
    if (severity === "off") return [];
    return rule
      .check(evidence, limitsOf(configuration, rule))
      .map((found) => findingOf(rule, found, severity ?? found.severity ?? rule.severity));
  });
  const findings = all.filter((finding) => suppressionOf(configuration, finding) === undefined);
  const worst = (severity: Severity): number => SEVERITIES.indexOf(severity);
  return {
    findings: findings.sort((a, b) => worst(a.severity) - worst(b.severity)),
    suppressed: all.length - findings.length,
  };
}

function findingOf(rule: Rule, found: Found, severity: Severity): Finding {
  return {
    rule: rule.id,
    severity,
    message: found.message,
    node: found.node ?? null,
    tensor: found.tensor ?? null,
    value: found.value ?? null,
    id: found.id ?? found.tensor ?? found.value ?? null,
    channels: found.channels ?? null,
    measured: found.measured ?? null,
    threshold: found.threshold ?? null,
    concept: rule.concept ?? null,
    help: `docs/findings/${rule.id}.md`,
  };
}
