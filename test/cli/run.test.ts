import { encode as encodePng } from "fast-png";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Options } from "../../src/cli/options";
import { DEFAULTS } from "../../src/cli/options";
import { run } from "../../src/cli/run";
import type { RunReport } from "../../src/reports/types/run";
import { encode } from "../formats/onnx/model";

const TERMINAL = { wide: 100, colours: false };
const FIXTURES = "test/fixtures/torch";

type Expected = Readonly<Record<string, unknown>> & { readonly name: string };

interface Case {
  readonly name: string;
  readonly about: string;
  /** By input, the file of its values. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly expect: { readonly values?: readonly Expected[]; readonly firstNonFinite?: string };
}

/** What PyTorch and numpy say of these networks; see the fixtures' source. */
const CASES = JSON.parse(readFileSync(`${FIXTURES}/run.json`, "utf8")) as readonly Case[];

async function reportOf(file: string, options: Partial<Options>): Promise<RunReport> {
  const call = {
    command: "run",
    words: [file],
    options: { ...DEFAULTS, ...options, format: "json" },
  } as const;
  const { out, errors } = await run(call, "1.2.3", TERMINAL);
  expect(errors).toEqual([]);
  const [report] = (JSON.parse(out) as { reports: RunReport[] }).reports;
  if (report === undefined) throw new Error("there is no report");
  return report;
}

/** Counts are exact; sums of float32 products in another order are not. */
function expectNear(got: unknown, wanted: unknown): void {
  if (typeof wanted !== "number" || Number.isInteger(wanted)) {
    if (typeof wanted === "number" && typeof got === "number") expect(got).toBeCloseTo(wanted, 5);
    else expect(got).toEqual(wanted);
  } else expect(Math.abs(Number(got) - wanted)).toBeLessThanOrEqual(1e-5 + 2e-3 * Math.abs(wanted));
}

describe("layerscope run", () => {
  test.each(CASES.map((one) => [one.name, one.about, one] as const))(
    "sees in %s what the reference saw: %s",
    async (name, _, { inputs, expect: wanted }) => {
      const files = Object.entries(inputs).map(([input, file]) => [input, `${FIXTURES}/${file}`] as const);
      const report = await reportOf(`${FIXTURES}/${name}/model.onnx`, { inputs: new Map(files) });
      for (const one of wanted.values ?? []) {
        const value = report.values.find((other) => other.name === one.name);
        for (const [key, what] of Object.entries(one)) expectNear(value?.[key as keyof typeof value], what);
      }
      if (wanted.firstNonFinite !== undefined) expect(report.firstNonFinite).toBe(wanted.firstNonFinite);
    },
  );

  test.each([
    ["torch/mlp/model.onnx", ["/0/Gemm Gemm", "/1/Relu Relu", "/2/Gemm Gemm"]],
    ["torch/half/model.onnx", undefined],
    ["tfjs/cnn/model.json", undefined],
  ])("tells how long the nodes of %s take, where that is asked for", async (file, nodes) => {
    const { times } = await reportOf(`test/fixtures/${file}`, { profile: true, samples: 3 });
    expect(times?.runs).toBeGreaterThan(0);
    expect(times?.milliseconds).toBeGreaterThan(0);
    expect(times?.nodes.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
    const named = times?.nodes.map(({ node, operator }) => `${node ?? ""} ${operator}`).sort();
    if (nodes !== undefined) expect(named).toEqual(nodes);
    // All that the runtime ran is of the file, or a Cast that it has put in itself.
    expect(named?.filter((one) => one.startsWith(" ") && one !== " Cast")).toEqual([]);
  });

  test("measures no time where nobody asks", async () => {
    expect((await reportOf(`${FIXTURES}/mlp/model.onnx`, {})).times).toBeNull();
  });

  test("prints facts, inputs, outputs and a line for each value for a person", async () => {
    const call = { command: "run", words: [`${FIXTURES}/mlp/model.onnx`], options: DEFAULTS } as const;
    const { out } = await run(call, "1.2.3", TERMINAL);
    expect(out).toMatch(/Runtime\s+onnxruntime-web 1\.30\.0 \(wasm, \d threads?\)\n/);
    expect(out).toMatch(/Samples\s+8, seed 0\n/);
    expect(out).toMatch(/x\s+float32 1×9, synthetic: standard normal\n/);
    expect(out).toMatch(/\/1\/Relu_output_0\s+float32 1×12\s+0\.2/);
  });

  const wrong: [string, Partial<Options>, string][] = [
    ["an input's file that is not there", { inputs: new Map([["x", "no/such.npy"]]) }, "no/such.npy"],
    ["an input that is not there", { inputs: new Map([["y", `${FIXTURES}/mlp/x.npy`]]) }, "no input 'y'"],
    ["a shape that the network does not take", { shapes: new Map([["x", [1, 8]]]) }, "8 Expected: 9"],
  ];
  test.each(wrong)("refuses %s in one line", async (_, options, text) => {
    const call = {
      command: "run",
      words: [`${FIXTURES}/mlp/model.onnx`],
      options: { ...DEFAULTS, ...options },
    } as const;
    const { errors } = await run(call, "1.2.3", TERMINAL);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(text);
    expect(errors[0]).not.toContain("\n");
  });
});

describe("images for layerscope run", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "layerscope-"));
    for (const [name, level] of [
      ["a.png", 51],
      ["b.png", 102],
      ["c.txt", 0],
    ] as const) {
      const data = new Uint8Array(4 * 4).fill(level);
      await writeFile(join(folder, name), encodePng({ width: 4, height: 4, data, channels: 1, depth: 8 }));
    }
    const dim = [1n, 1n, 2n, 2n].map((value) => ({ value: { case: "dimValue" as const, value } }));
    const type = { value: { case: "tensorType" as const, value: { elemType: 1, shape: { dim } } } };
    const graph = {
      name: "g",
      node: [{ opType: "Relu", input: ["image"], output: ["y"] }],
      input: [{ name: "image", type }],
      output: [{ name: "y" }],
    };
    const model = encode({ irVersion: 8n, opsetImport: [{ version: 17n }], graph });
    await writeFile(join(folder, "model.onnx"), model);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("of a folder are samples, each on its own", async () => {
    const report = await reportOf(join(folder, "model.onnx"), {
      inputs: new Map([["image", folder]]),
      pixels: "0-1",
    });
    expect(report.samples).toBe(2);
    expect(report.inputs).toMatchObject([{ name: "image", source: "2 files, a.png first, pixels as 0-1" }]);
    expect(report.values[0]).toMatchObject({ count: 8 });
    expect(report.values[0]?.min).toBeCloseTo(0.2, 6);
    expect(report.values[0]?.max).toBeCloseTo(0.4, 6);
  });
});
