import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArguments } from "../../src/cli/arguments";
import { lint } from "../../src/cli/lint";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "docs/findings"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];
const WITH_CALLS = ["README.md", "docs/reports.md", "docs/ci-example.yml"];

const read = (path: string): string => readFileSync(path, "utf8");

/** The words behind the program's name, of every call that stands on a line of its own. */
function callsIn(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/^ {4}(?:\$ | *- run: )?layerscope ([^#>\n]*)|^ *- run: layerscope ([^#>\n]*)/gm),
    ([, first, second]) => (first ?? second ?? "").trim(),
  );
}

describe("the documentation", () => {
  test.each(PAGES)("leads only to what is there: %s", (page) => {
    const links = Array.from(read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g), ([, link]) => link ?? "");
    const missing = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(dirname(page), link)));
    expect(missing).toEqual([]);
  });

  test.each(WITH_CALLS.flatMap((page) => callsIn(read(page)).map((call) => [page, call] as const)))(
    "calls the command line as it wants to be called: %s: %s",
    (_, call) => {
      expect(readArguments(call.split(/\s+/))).not.toHaveProperty("wrong");
    },
  );

  test("says what a sample's findings are in the words of the command line", async () => {
    const words = ["media/samples/exploding-weight.onnx"];
    const parsed = readArguments(["lint", "--static", ...words]);
    if ("wrong" in parsed || parsed.call.command !== "lint") throw new Error("no call of lint");
    const { out } = await lint(parsed.call, "0.0.0", { wide: 100, colours: false });
    const [, finding = ""] = /warning (.*\.)\s+exploding-weight/.exec(out) ?? [];
    expect(finding).not.toBe("");
    expect(read("README.md").replaceAll(/\s+/g, " ")).toContain(finding);
  });
});
