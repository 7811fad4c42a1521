import { copyFile, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { scoped } from "../bench/generate";
import { writeSparse } from "../bench/protobuf";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** The packed extension in a real VS Code: what a person does, seen from outside. */
const FIXTURES = "test/fixtures/torch";

let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
  for (const name of ["mlp", "if", "loop", "function", "odd-names", "cut-50", "nan-weight"]) {
    await copyFile(join(FIXTURES, name, "model.onnx"), workspace.path(`${name}.onnx`));
  }
  for (const name of ["large", "larger"]) await writeSparse(workspace.path(`${name}.onnx`), scoped(20_000));
  await writeFile(workspace.path("empty.onnx"), "");
  await copyFile("media/icon.png", workspace.path("picture.onnx"));
});

afterAll(async () => {
  await workspace.remove();
});

beforeEach(async () => {
  editor = await workspace.window();
});

afterEach(async (context) => {
  await workspace.tidy(editor, context);
});

const box = (id: string): string => `g.box[data-id="${id}"]`;

async function openModel(name: string): Promise<Frame> {
  await editor.openFile(name);
  return await editor.frame("g.box");
}

test("a click on an .onnx file draws it, and a click on a node says what it is", async () => {
  const frame = await openModel("mlp.onnx");
  await frame.click(box("/0/Gemm"));
  await frame.locator(".details").getByText("0.weight").first().waitFor();
  expect(await frame.locator("body").innerText()).toContain("pytorch 1.13.0");
});

test("a large model's inferred shapes follow its graph, and one opened at once after another leaves no trace", async () => {
  await editor.openFile("large.onnx");
  await editor.tab("large.onnx").locator("[aria-label^=Close]").click();
  const frame = await openModel("larger.onnx");
  const shapes = frame.locator(".edge-label", { hasText: "×" });
  await expect.poll(() => shapes.count(), { timeout: 30_000 }).toBeGreaterThan(2);
  await frame.locator(".graph-view .waiting").waitFor({ state: "hidden" });
  await frame.locator("header.facts", { hasText: "20,000 nodes" }).waitFor();
  expect(await editor.tab("large.onnx").count()).toBe(0);
});

test("the editor's title has our buttons, and Find goes to a node", async () => {
  const frame = await openModel("mlp.onnx");
  await editor.command("Layerscope: Find in Model");
  await frame.locator(".find input").first().waitFor();
  await editor.page.keyboard.type("op:Relu");
  await frame.locator(".find [role=option]").first().waitFor();
  await editor.page.keyboard.press("Enter");
  await frame.locator(`${box("/1/Relu")}.selected`).waitFor();
});

test.each(["Light Modern", "Default High Contrast", "Default High Contrast Light"])(
  "the picture follows the theme %s",
  async (theme) => {
    const frame = await openModel("mlp.onnx");
    const before = await frame.evaluate(() => document.body.className);
    await workspace.settings({ "workbench.colorTheme": theme });
    await frame.waitForFunction((old) => document.body.className !== old, before);
    await shoot(editor, `mlp, ${theme}`);
    await workspace.settings(null);
  },
);

test("a branch of an If opens by keyboard, and the breadcrumbs lead back", async () => {
  const frame = await openModel("if.onnx");
  await frame.locator("g.box.node", { hasText: "If" }).first().click();
  await editor.page.keyboard.press("Enter");
  const crumbs = frame.locator(".breadcrumbs");
  await crumbs.waitFor();
  await crumbs.locator("button").first().click();
  await crumbs.waitFor({ state: "hidden" });
  await frame.locator("g.box.node", { hasText: "If" }).first().waitFor();
});

test("selection and view survive a reload of the window", async () => {
  const frame = await openModel("mlp.onnx");
  await frame.click(box("/2/Gemm"));
  await frame.locator(`${box("/2/Gemm")}.selected`).waitFor();
  await editor.page.waitForTimeout(1500);
  await editor.reload();
  const again = await editor.frame("g.box");
  await again.locator(`${box("/2/Gemm")}.selected`).waitFor();
});

test("a file that is written anew is shown anew, and a deleted one is said", async () => {
  const file = workspace.path("changing.onnx");
  await copyFile(join(FIXTURES, "mlp/model.onnx"), file);
  const frame = await openModel("changing.onnx");
  await frame.locator(box("/0/Gemm")).waitFor();
  await copyFile(join(FIXTURES, "loop/model.onnx"), file);
  await frame.locator("g.box.node", { hasText: "Loop" }).first().waitFor();
  await unlink(file);
  await frame
    .getByText(/deleted|gone/i)
    .first()
    .waitFor();
});

test("two editors show one file", async () => {
  await openModel("mlp.onnx");
  await editor.command("View: Split Editor Right");
  const drawn = async (): Promise<number> => {
    const shown = await Promise.all(editor.page.frames().map((frame) => frame.locator("g.box").count()));
    return shown.filter((count) => count > 0).length;
  };
  await expect.poll(drawn, { timeout: 20_000 }).toBe(2);
});

test.each([
  ["empty.onnx", /empty/i],
  ["picture.onnx", /PNG/],
])("%s says what it is instead of drawing it, and stands among the problems", async (name, words) => {
  await editor.openFile(name);
  const said = async (): Promise<string> => {
    const texts = editor.page.frames().map((frame) => frame.locator("main, .failure").allInnerTexts());
    return (await Promise.all(texts)).flat().join("\n");
  };
  await expect.poll(said, { timeout: 20_000 }).toMatch(words);
  const counted = editor.page.locator("#status\\.problems");
  await expect.poll(() => counted.innerText()).toMatch(/^\s*1\b/);
});

test("a model cut short shows what could be read and what is wrong", async () => {
  const frame = await openModel("cut-50.onnx");
  expect(await frame.locator("body").innerText()).toMatch(/claims \d+ bytes/);
});

test("names with markup stay text", async () => {
  const frame = await openModel("odd-names.onnx");
  expect(await frame.locator("svg.graph img, svg script").count()).toBe(0);
});

test("opening a model leaves its file as it is", async () => {
  const file = workspace.path("mlp.onnx");
  const before = await stat(file);
  await openModel("mlp.onnx");
  expect(await readFile(file)).toEqual(await readFile(join(FIXTURES, "mlp/model.onnx")));
  expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
});

test("the graph is coloured by what a command chooses", async () => {
  const frame = await openModel("mlp.onnx");
  await editor.command("Layerscope: Colour by…");
  await editor.page.locator(".quick-input-list [aria-label^=Parameters]").click();
  await frame.locator(".legend").getByText("parameters and statistics").waitFor();
  await shoot(editor, "mlp, parameters");
});

test("a metric from a file colours the graph, also when the page is there again", async () => {
  await writeFile(workspace.path("latency.csv"), "node,ms\n/0/Gemm,1.5\n/1/Relu,0.25\n/9/Nowhere,3\n");
  const frame = await openModel("mlp.onnx");
  await editor.command("Layerscope: Colour by Metric from File…");
  const dialog = editor.page.locator(".quick-input-widget");
  // The dialog writes its folder into the field when it has listed it.
  await dialog.locator(".monaco-list-row", { hasText: "latency.csv" }).waitFor();
  await dialog.locator("input[type=text]").first().fill(workspace.path("latency.csv"));
  await editor.page.keyboard.press("Enter");
  await frame.locator(".notice").getByText("2 of 3 names found in the model").waitFor();
  // A page saves its state a moment after the last change.
  await editor.page.waitForTimeout(500);
  await editor.openFile("if.onnx");
  await editor.tab("mlp.onnx").click();
  const again = await editor.frame(".legend");
  await again.locator(".legend").getByText("2 of 3 names").waitFor();
  await rm(workspace.path("latency.csv"));
});

test("a planted NaN stands in the list of problems at first sight, and its code leads to the tensor", async () => {
  const frame = await openModel("nan-weight.onnx");
  await editor.command("Problems: Focus on Problems View");
  const problem = editor.page.locator(".markers-panel .monaco-list-row", { hasText: "2.weight holds" });
  await problem.waitFor();
  await problem.locator("a", { hasText: "nan-weight" }).click();
  await frame
    .locator(".details h2", { hasText: "2.weight" })
    .or(frame.locator(".details .name", { hasText: "2.weight" }))
    .first()
    .waitFor();
  await shoot(editor, "nan-weight, problems");
});
