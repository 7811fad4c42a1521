import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readArguments } from "../../src/cli/arguments";
import { DEFAULTS } from "../../src/cli/options";
import { inspect } from "../../src/cli/inspect";

const TERMINAL = { wide: 100, colours: false };

interface Case {
  readonly name: string;
  readonly about: string;
  readonly expect: Record<string, unknown> & { readonly tensors?: readonly { readonly name: string }[] };
}

/** What an independent count says of these networks: made with the onnx Python package, see the fixtures' source. */
const CASES = JSON.parse(readFileSync("test/fixtures/torch/inspect.json", "utf8")) as readonly Case[];

const fileOf = (name: string): string => `test/fixtures/torch/${name}/model.onnx`;

async function json(files: readonly string[]) {
  const { out, errors } = await inspect(
    { command: "inspect", words: files, options: { ...DEFAULTS, format: "json" } },
    "1.2.3",
    TERMINAL,
  );
  return { answer: JSON.parse(out) as { layerscope: string; reports: Record<string, unknown>[] }, errors };
}

describe("layerscope inspect", () => {
  test.each(CASES.map((one) => [one.name, one.about, one] as const))(
    "counts %s: %s",
    async (name, _, one) => {
      const { answer } = await json([fileOf(name)]);
      const [report] = answer.reports;
      const { tensors = [], ...rest } = one.expect;
      expect(report).toMatchObject(rest);
      for (const tensor of tensors) {
        expect(report?.["tensors"]).toContainEqual(expect.objectContaining(tensor));
      }
    },
  );

  test("prints facts, operators and largest layers for a person", async () => {
    const call = {
      command: "inspect",
      words: [fileOf("mlp")],
      options: { ...DEFAULTS, format: "table" },
    } as const;
    const { out } = await inspect(call, "1.2.3", TERMINAL);
    expect(out).toMatch(/Parameters\s+172\n/);
    expect(out).toMatch(/Gemm\s+2\n/);
    expect(out).toMatch(/\/0\/Gemm\s+120\s+69\.8 %\s+Gemm\n/);
  });

  test("does the other files where one cannot be read", async () => {
    const { answer, errors } = await json([fileOf("mlp"), "no/such.onnx", fileOf("if")]);
    expect(answer.reports).toHaveLength(2);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("no/such.onnx");
  });

  test("a model cut short is reported with what is wrong", async () => {
    const { answer, errors } = await json([fileOf("cut-50")]);
    expect(errors).toEqual([]);
    expect(answer.reports[0]?.["problems"]).toContainEqual(
      expect.objectContaining({ code: "length-beyond-end" }),
    );
  });
});

describe("hostile files", () => {
  const model = readFileSync(fileOf("mlp"));
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "layerscope-cli-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function inspectBytes(bytes: Uint8Array) {
    const file = join(folder, "hostile.onnx");
    await writeFile(file, bytes);
    return await json([file]);
  }

  test.each(Array.from({ length: 20 }, (_, part) => [part]))(
    "a model cut after %i twentieths ends with a report or one line",
    async (part) => {
      const { answer, errors } = await inspectBytes(
        model.subarray(0, Math.floor((model.length * part) / 20)),
      );
      expect(answer.reports.length + errors.length).toBe(1);
      for (const error of errors) expect(error).not.toMatch(/\n|^\s+at /);
    },
  );

  const wrong: [what: string, bytes: Uint8Array, words: RegExp][] = [
    ["an empty file", new Uint8Array(), /empty/],
    ["a picture", readFileSync("media/icon.png"), /PNG/],
    ["a text", new TextEncoder().encode("Dear reader,\nthis is no model.\n"), /text/],
    ["a JSON document", new TextEncoder().encode('{"a": 1}'), /JSON/],
  ];
  test.each(wrong)("%s is called what it is", async (_, bytes, words) => {
    const { answer, errors } = await inspectBytes(bytes);
    expect(answer.reports).toEqual([]);
    expect(errors[0]).toMatch(words);
  });

  test("graphs that nest ten thousand deep end with a problem", async () => {
    // Graph in attribute in node in graph: field 1 of Graph, 5 of Node, 6 of Attribute, each around the one before.
    const heads: number[][] = [];
    let length = 0;
    for (let depth = 0; depth < 30_000; depth++) {
      const head = headOf([1, 5, 6][depth % 3] ?? 1, length);
      heads.push(head);
      length += head.length;
    }
    heads.push(headOf(7, length));
    const { answer, errors } = await inspectBytes(Uint8Array.from(heads.reverse().flat()));
    expect(answer.reports.length + errors.length).toBe(1);
  });

  test("escape sequences in names do not reach the terminal", async () => {
    const text = Buffer.from(model).toString("latin1").replaceAll("/0/Gemm", "\x1b[31mx!");
    await writeFile(join(folder, "names.onnx"), Buffer.from(text, "latin1"));
    const call = { command: "inspect", words: [join(folder, "names.onnx")], options: DEFAULTS } as const;
    const { out } = await inspect(call, "1.2.3", TERMINAL);
    expect(out).not.toContain("\x1b");
    expect(out).toContain("\\x1b[31m");
  });
});

/** The tag and length of a length-delimited protobuf field. */
function headOf(number: number, length: number): number[] {
  const head = [(number << 3) | 2];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) head.push((rest % 128) | 128);
  return [...head, rest];
}

describe("the words of a call", () => {
  const cases: [words: string[], answer: unknown][] = [
    [
      ["inspect", "a.onnx"],
      { call: { command: "inspect", words: ["a.onnx"], options: { ...DEFAULTS, format: "table" } } },
    ],
    [
      ["inspect", "--json", "a", "b"],
      { call: { command: "inspect", words: ["a", "b"], options: { ...DEFAULTS, format: "json" } } },
    ],
    [
      ["inspect", "--format=csv", "a"],
      { call: { command: "inspect", words: ["a"], options: { ...DEFAULTS, format: "csv" } } },
    ],
    [
      ["inspect", "--", "--json"],
      { call: { command: "inspect", words: ["--json"], options: { ...DEFAULTS, format: "table" } } },
    ],
    [["inspect"], { wrong: "inspect wants at least one file." }],
    [["inspekt", "a"], { wrong: 'There is no command "inspekt". Did you mean "inspect"?' }],
    [["inspect", "--jsn", "a"], { wrong: 'inspect has no option "--jsn". Did you mean "--json"?' }],
    [["--version"], { call: { command: "version" } }],
    [[], { call: { command: "help" } }],
  ];
  test.each(cases)("%j", (words, answer) => {
    expect(readArguments(words)).toEqual(answer);
  });
});

test("the Markdown of a model names its outermost layers with their share and the totals", async () => {
  const { out } = await inspect(
    { command: "inspect", words: [fileOf("mlp")], options: { ...DEFAULTS, format: "markdown" } },
    "1.2.3",
    TERMINAL,
  );
  const [, layers = ""] = out.split("### Layers\n\n");
  const rows = layers.split("\n").map((line) => line.split(" | ").slice(0, 5).join(" "));
  expect(rows[2]).toMatch(/^\| \/0\/Gemm Gemm \S+ 120 69\.8 %$/);
  expect(rows[5]).toMatch(/^\| Total .* 172 /);
});
