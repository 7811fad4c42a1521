import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** Models run, forwards and backwards, in a real editor. */
let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.settings({ "layerscope.openTfjsModels": "always" });
  for (const name of ["residual", "non-finite", "mlp"]) {
    await copyFile(join("test/fixtures/torch", name, "model.onnx"), workspace.path(`${name}.onnx`));
  }
  // A name of the same length: the file stays as it is but for that.
  const mlp = (await readFile("test/fixtures/torch/mlp/model.onnx")).toString("latin1");
  await writeFile(workspace.path("lacking.onnx"), mlp.replaceAll("\x04Relu", "\x04Rilu"), "latin1");
  await writeFile(workspace.path("unique.json"), JSON.stringify(UNIQUE));
  await copyFile("test/fixtures/tfjs/cnn/model.json", workspace.path("model.json"));
  await copyFile("test/fixtures/tfjs/cnn/group1-shard1of1.bin", workspace.path("group1-shard1of1.bin"));
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

test("a command runs the model, and the next run takes another seed", async () => {
  await editor.openFile("residual.onnx");
  await editor.frame("g.box");
  await editor.command("Layerscope: Run Model");
  const frame = await editor.frame(".activations .data-line", 60_000);
  await frame.locator(".run-banner", { hasText: "seed 0" }).waitFor();
  await frame.locator(".activations summary").click();
  await frame.locator(".run-form vscode-text-field", { hasText: "Seed" }).locator("input").fill("7");
  await editor.page.keyboard.press("Tab");
  await frame.locator(".run-bar").getByText("Run", { exact: true }).first().click();
  await frame.locator(".run-banner", { hasText: "seed 7" }).waitFor({ timeout: 60_000 });
  await shoot(editor, "activations of a run");
});

test("the node where numbers stop being finite is named", async () => {
  await editor.openFile("non-finite.onnx");
  await editor.frame("g.box");
  await editor.command("Layerscope: Run Model");
  const frame = await editor.frame(".run-note.error", 60_000);
  expect(await frame.locator(".run-note.error").innerText()).toContain("whose output is not");
});

test("a model of TensorFlow.js is walked through backwards", async () => {
  await editor.openFile("model.json");
  const frame = await editor.frame("g.box");
  await frame.getByRole("tab", { name: "Gradients" }).click();
  await frame.locator(".gradients .run-bar").getByText("Run", { exact: true }).click();
  await frame.locator(".gradients .data-line").nth(2).waitFor({ timeout: 60_000 });
  expect(await frame.locator(".gradients-said").innerText()).toMatch(/\d+ parameters have a gradient/);
  await shoot(editor, "gradients of a TensorFlow.js model");
});

test("a run of a file that is gone says so, and nothing else breaks", async () => {
  await copyFile("test/fixtures/torch/residual/model.onnx", workspace.path("gone.onnx"));
  await editor.openFile("gone.onnx");
  const frame = await editor.frame("g.box");
  await rm(workspace.path("gone.onnx"));
  await editor.command("Layerscope: Run Model");
  await frame.locator(".run-problem").waitFor({ timeout: 60_000 });
  await frame.getByRole("tab", { name: "Layers" }).click();
  await frame.locator(".layers-grid .layer").nth(1).waitFor();
});

test("a run is cancelled in the middle, and the next one runs to its end", async () => {
  await editor.openFile("residual.onnx");
  const frame = await editor.frame("g.box");
  await frame.getByRole("tab", { name: "Activations" }).click();
  const samples = frame.locator(".run-form vscode-text-field", { hasText: "Samples" }).locator("input");
  const run = frame.locator(".run-bar").getByText("Run", { exact: true }).first();
  await samples.fill("10000");
  await editor.page.keyboard.press("Tab");
  await run.click();
  await frame.locator(".activations .run-bar").getByText("Cancel", { exact: true }).click();
  await frame.locator(".activations .run-bar", { hasText: "Cancelled." }).waitFor();
  expect(await frame.locator(".run-banner").count()).toBe(0);
  await samples.fill("3");
  await editor.page.keyboard.press("Tab");
  await run.click();
  await frame.locator(".run-banner", { hasText: "3 samples" }).waitFor({ timeout: 60_000 });
});

test("a run whose process is killed says so, and the next one runs to its end", async () => {
  await editor.openFile("residual.onnx");
  const frame = await editor.frame("g.box");
  await frame.getByRole("tab", { name: "Activations" }).click();
  const samples = frame.locator(".run-form vscode-text-field", { hasText: "Samples" }).locator("input");
  const run = frame.locator(".run-bar").getByText("Run", { exact: true }).first();
  await samples.fill("10000");
  await editor.page.keyboard.press("Tab");
  await run.click();
  await frame.locator(".activations .run-bar", { hasText: "Running" }).waitFor({ timeout: 60_000 });
  await workspace.endRunning(editor);
  const problem = frame.locator(".activations .run-problem", {
    hasText: "The process that ran this model is gone",
  });
  await problem.waitFor({ timeout: 60_000 });
  expect(await problem.innerText()).toContain("Running again starts a new one.");
  expect(await frame.locator(".run-banner").count()).toBe(0);
  await samples.fill("3");
  await editor.page.keyboard.press("Tab");
  await run.click();
  await frame.locator(".run-banner", { hasText: "3 samples" }).waitFor({ timeout: 60_000 });
  expect(await frame.locator(".activations .run-problem").count()).toBe(0);
}, 180_000);

test("a graph model that ONNX has no operators for is run by TensorFlow.js, and says so", async () => {
  await editor.openFile("unique.json");
  await editor.frame("g.box");
  await editor.command("Layerscope: Run Model");
  const frame = await editor.frame(".activations .data-line", 60_000);
  await frame.locator(".run-banner", { hasText: "TensorFlow.js 4.22.0 (cpu)" }).waitFor();
  // Unique gives the different elements and where each of them is; Neg one value more.
  expect(await frame.locator(".activations .data-line").count()).toBe(3);
}, 120_000);

test("a file that does not fit its input says so, and one with a NaN is followed to where it goes", async () => {
  const feed = async (name: string, bytes: Uint8Array): Promise<void> => {
    await writeFile(workspace.path(name), bytes);
    await frame
      .locator(".run-input")
      .getByText(/files…/)
      .first()
      .click();
    const dialog = editor.page.locator(".quick-input-widget");
    // The dialog writes its folder into the field when it has listed it.
    await dialog.locator(".monaco-list-row", { hasText: name }).waitFor();
    const input = dialog.locator("input[type=text]").first();
    await input.fill(workspace.path(name));
    await editor.page.keyboard.press("Enter");
    await editor.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  };
  await editor.openFile("mlp.onnx");
  const frame = await editor.frame("g.box");
  await frame.getByRole("tab", { name: "Activations" }).click();
  await feed("short.npy", npy([1, 2], "(1, 2)"));
  await frame.locator(".activations .run-problem", { hasText: "short.npy" }).waitFor();
  await feed("nan.npy", npy([NaN, 0, 0, 0, 0, 0, 0, 0, 0], "(1, 9)"));
  await frame.locator(".activations .run-problem").waitFor({ state: "hidden" });
  await frame.locator(".run-bar").getByText("Run", { exact: true }).first().click();
  await frame.locator(".activations .data-line.bad").first().waitFor({ timeout: 60_000 });
  expect(await frame.locator(".run-banner").innerText()).toContain("file nan.npy");
  await rm(workspace.path("short.npy"));
  await rm(workspace.path("nan.npy"));
});

test("an operator that the runtime lacks is named, and everything else goes on", async () => {
  await editor.openFile("lacking.onnx");
  await editor.frame("g.box");
  await editor.command("Layerscope: Run Model");
  const frame = await editor.frame(".activations .run-problem", 60_000);
  expect(await frame.locator(".activations .run-problem").innerText()).toContain("Rilu");
  await frame.getByRole("tab", { name: "Layers" }).click();
  await frame.locator(".layers-grid .layer").first().waitFor();
});

/** How many elements of x are different is known to no operator of ONNX that we write. */
const UNIQUE = {
  format: "graph-model",
  modelTopology: {
    node: [
      {
        name: "x",
        op: "Placeholder",
        attr: { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim: [{ size: "4" }] } } },
      },
      { name: "different", op: "Unique", input: ["x"], attr: { T: { type: "DT_FLOAT" } } },
      { name: "less", op: "Neg", input: ["different"], attr: { T: { type: "DT_FLOAT" } } },
    ],
  },
  weightsManifest: [],
};

/** A file of numpy, version 1.0 of its format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
function npy(values: readonly number[], shape: string): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const length = Uint8Array.of(header.length % 256, header.length / 256);
  const magic = Uint8Array.of(0x93, ...Buffer.from("NUMPY"), 1, 0);
  return Buffer.concat([magic, length, Buffer.from(header), Buffer.from(Float32Array.from(values).buffer)]);
}
