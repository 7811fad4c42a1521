import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RULES } from "../../src/findings/rules";

const page = (id: string): string => `docs/findings/${id}.md`;

test.each(RULES.map((rule) => [rule.id, rule] as const))("%s has a page with its thresholds", (id, rule) => {
  expect(existsSync(page(id))).toBe(true);
  const text = readFileSync(page(id), "utf8").replace(/ +/g, " ");
  expect(text.startsWith(`# ${rule.title} (\`${id}\`)\n`)).toBe(true);
  expect(text).toContain(`**${rule.severity}**`);
  for (const [name, { value }] of Object.entries(rule.thresholds)) {
    expect(text).toContain(`| \`${name}\` | ${String(value)} |`);
  }
});

test("every page has a rule", () => {
  const pages = readdirSync("docs/findings").filter((name) => name !== "README.md");
  expect(
    pages.map((name) => name.replace(/\.md$/, "")).filter((id) => !RULES.some((rule) => rule.id === id)),
  ).toEqual([]);
});
