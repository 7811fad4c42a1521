import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** Models run, forwards and backwards, in a real editor. */
let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
  for (const name of ["residual", "non-finite"]) {
    await copyFile(join("test/fixtures/torch", name, "model.onnx"), workspace.path(`${name}.onnx`));
  }
  await copyFile("test/fixtures/tfjs/cnn/model.json", workspace.path("model.json"));
  await copyFile("test/fixtures/tfjs/cnn/group1-shard1of1.bin", workspace.path("group1-shard1of1.bin"));
});

afterAll(async () => {
  await workspace.remove();
});

beforeEach(async () => {
  await workspace.settings({ "layerscope.openTfjsModels": "always" });
  editor = await workspace.open();
});

afterEach(async (context) => {
  await workspace.close(editor, context);
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
  expect(await frame.locator(".gradients-said").innerText()).toMatch(/Of \d+ parameters/);
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
