import type { Problem, Result } from "../bytes/problem";
import type { Limits, Rule } from "./rule";
import { RULES } from "./rules";
import type {
  Configuration,
  ConfigurationSources,
  Finding,
  RuleSetting,
  Severity,
  Suppression,
} from "./types";
import { SEVERITIES } from "./types";

export const DEFAULTS: Configuration = { rules: {}, suppress: [] };

/** The second one's settings win; suppressions add up. */
export function merged(first: Configuration, second: Configuration): Configuration {
  return {
    rules: { ...first.rules, ...second.rules },
    suppress: [...first.suppress, ...second.suppress],
  };
}

/** The settings, then the file: it wins. */
export function configurationFrom({ settings, file, model }: ConfigurationSources): Result<Configuration> {
  const set = settingsFrom(settings, "layerscope.rules");
  if (!set.ok || file === null) return set;
  const read = parseConfiguration(file.text, file.path);
  return read.ok ? { ok: true, value: merged(set.value, forFile(read.value, model)) } : read;
}

/** Undefined where a person left it to the rule. */
export function severityOf({ rules }: Configuration, { id }: Rule): Severity | "off" | undefined {
  return rules[id]?.severity;
}

export function limitsOf({ rules }: Configuration, { id, thresholds }: Rule): Limits {
  const set = rules[id]?.thresholds ?? {};
  return Object.fromEntries(
    Object.entries(thresholds).map(([name, { value }]) => [name, set[name] ?? value]),
  );
}

export function suppressionOf({ suppress }: Configuration, finding: Finding): Suppression | undefined {
  const names = [finding.node, finding.tensor, finding.value];
  return suppress.find(
    ({ rule, where }) => rule === finding.rule && (where === undefined || names.includes(where)),
  );
}

/** The suppressions that concern one model file, by its name in the folder. */
export function forFile(configuration: Configuration, name: string): Configuration {
  const suppress = configuration.suppress.filter(({ file }) => file === undefined || file === name);
  return { ...configuration, suppress };
}

/** Reads a configuration; the problem names what is wrong in it, so that a slip never silently changes a verdict. */
export function parseConfiguration(text: string, where: string): Result<Configuration> {
  const refuse = (message: string): Result<never> => ({ ok: false, problem: problem(where, message) });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    return refuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (!isRecord(json)) return refuse("an object was expected");
  const settings = settingsFrom(json["rules"] ?? {}, where);
  if (!settings.ok) return settings;
  const suppress: Suppression[] = [];
  for (const entry of Array.isArray(json["suppress"]) ? json["suppress"] : []) {
    const read = suppressionFrom(entry);
    if (typeof read === "string") return refuse(read);
    suppress.push(read);
  }
  return { ok: true, value: { rules: settings.value.rules, suppress } };
}

/** Reads an object of settings by rule. */
function settingsFrom(json: unknown, where: string): Result<Configuration> {
  if (!isRecord(json)) return { ok: false, problem: problem(where, "an object was expected") };
  const rules: Record<string, RuleSetting> = {};
  for (const [id, setting] of Object.entries(json)) {
    const read = settingOf(id, setting);
    if (typeof read === "string") return { ok: false, problem: problem(where, read) };
    rules[id] = read;
  }
  return { ok: true, value: { rules, suppress: [] } };
}

/** A setting: `"off"`, `"warning"`, or `{"severity": …, "layers": 8}` with thresholds by name. A string says what is wrong. */
function settingOf(id: string, setting: unknown): RuleSetting | string {
  const rule = RULES.find((one) => one.id === id);
  if (rule === undefined) return `there is no rule ${id}`;
  if (typeof setting === "string") {
    return isSeverity(setting) ? { severity: setting } : `${id}: ${setting} is no severity`;
  }
  if (!isRecord(setting)) return `${id}: a severity or an object was expected`;
  const { severity, ...thresholds } = setting;
  if (severity !== undefined && !isSeverity(severity)) return `${id}: ${String(severity)} is no severity`;
  for (const [name, value] of Object.entries(thresholds)) {
    if (!(name in rule.thresholds)) return `${id} has no threshold ${name}`;
    if (typeof value !== "number" || !Number.isFinite(value)) return `${id}: ${name} must be a number`;
  }
  return {
    ...(severity === undefined ? {} : { severity }),
    thresholds: thresholds as Readonly<Record<string, number>>,
  };
}

function suppressionFrom(entry: unknown): Suppression | string {
  if (!isRecord(entry) || typeof entry["rule"] !== "string") return "a suppression names its rule";
  const { rule, file, where, reason } = entry;
  if (!RULES.some(({ id }) => id === rule)) return `there is no rule ${rule}`;
  if (typeof reason !== "string" || reason.trim() === "") return `the suppression of ${rule} gives no reason`;
  return {
    rule,
    reason,
    ...(typeof file === "string" ? { file } : {}),
    ...(typeof where === "string" ? { where } : {}),
  };
}

function isSeverity(value: unknown): value is Severity | "off" {
  return value === "off" || SEVERITIES.some((one) => one === value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problem(where: string, message: string): Problem {
  return { severity: "error", code: "bad-configuration", message: `${where}: ${message}`, where };
}
