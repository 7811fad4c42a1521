/** What the linter can look at, by what it is called in a report, and where a person lets it be measured. */
const EVIDENCE: readonly (readonly [name: string, missing: string])[] = [
  ["graph", "the graph"],
  ["weights", "the weights"],
  ["run", "a run (Activations)"],
  ["gradients", "gradients (Gradients)"],
];

const LIST = new Intl.ListFormat("en-GB");

/** `2 findings in the graph and the weights. Not looked at: a run (Activations).` @param found `2 findings`. */
export function lookedText(found: string, looked: readonly string[]): string {
  const missing = EVIDENCE.flatMap(([name, text]) => (looked.includes(name) ? [] : [text]));
  const rest = missing.length === 0 ? "" : ` Not looked at: ${LIST.format(missing)}.`;
  return `${found} in ${LIST.format(looked.map((name) => `the ${name}`))}.${rest}`;
}
