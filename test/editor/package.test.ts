import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packExtension, vsixPath } from "../../scripts/package.mjs";

/** The design's bound, in bytes. */
const LARGEST = 12e6;

describe("the package", () => {
  let files: readonly string[];
  let page: string;
  let size: number;
  beforeAll(async () => {
    size = packExtension();
    const unzipped = unzipSync(new Uint8Array(await readFile(vsixPath)));
    files = Object.keys(unzipped);
    page = new TextDecoder().decode(unzipped["extension/readme.md"]);
  });

  test("holds what runs, and is small enough", () => {
    const built = ["extension.cjs", "document.js", "page.js", "page.css", "russian.js", "cli.js", "tfjs.cjs"];
    for (const name of [...built, "NOTICES.txt"]) expect(files).toContain(`extension/dist/${name}`);
    expect(files).toContain("extension/docs/findings/nan-weight.md");
    for (const name of ["samples/dead-relus.onnx", "samples/recipe/model.json", "walkthrough/dead.svg"]) {
      expect(files).toContain(`extension/media/${name}`);
    }
    expect(size).toBeLessThan(LARGEST);
  });

  test("has a page with all of the README but pictures that nobody could see", () => {
    expect(page).toContain("# Layerscope");
    expect(page).toContain("layerscope inspect model.onnx");
    expect(page).not.toContain("![");
  });

  test("holds no sources, tests, packages or maps", () => {
    const stray = files.filter((name) =>
      /\/(src|test|webview|node_modules|scripts)\/|\.map$|\.ts$/.test(name),
    );
    expect(stray).toEqual([]);
  });
});

describe("the command line from the packed tarball", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "layerscope-npx-"));
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      encoding: "utf8",
    });
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    const tarball = join(folder, packed.trim().split("\n").at(-1) ?? "");
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--offline", tarball], {
      cwd: folder,
    });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const npx = (...words: readonly string[]): string =>
    execFileSync("npx", ["--no-install", "layerscope", ...words], { cwd: folder, encoding: "utf8" });
  const model = resolve("test/fixtures/torch/mlp/model.onnx");

  test("inspects a model", () => {
    const { reports } = JSON.parse(npx("inspect", "--json", model)) as { reports: { totals: unknown }[] };
    expect(reports[0]?.totals).toMatchObject({ nodes: 3, parameters: 172, macs: "156*batch" });
  });

  test("runs a model with the engine that it brings along", () => {
    const { reports } = JSON.parse(npx("run", "--json", "--samples", "2", model)) as {
      reports: { engine: string; values: unknown[] }[];
    };
    expect(reports[0]?.engine).toMatch(/^onnxruntime-web/);
    expect(reports[0]?.values.length).toBeGreaterThan(0);
  });
});
