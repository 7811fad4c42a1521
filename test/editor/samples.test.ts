import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** The models that come along, for somebody who has none at hand: the folder is empty. */
let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
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

const choice = (label: string) =>
  editor.page.locator(".quick-input-list .monaco-list-row", { hasText: label });

const SAMPLES: readonly (readonly [label: string, text: string])[] = [
  ["Healthy network", "healthy.onnx"],
  ["Dead ReLUs", "dead-relus.onnx"],
  ["Exploding weights", "exploding-weight.onnx"],
  ["Vanishing gradients", "vanishing-gradients.onnx"],
  ["Training recipe", "model.json"],
];

test.each(SAMPLES)("the command opens the sample %s", async (label, name) => {
  await editor.command("Layerscope: Open Sample Model");
  await choice(label).first().waitFor();
  expect(await editor.page.locator(".quick-input-list .monaco-list-row").count()).toBe(SAMPLES.length);
  await shoot(editor, "samples to choose from");
  await choice(label).first().click();
  const frame = await editor.frame("g.box");
  expect(await frame.locator("body").innerText()).toContain(name);
  await shoot(editor, `sample ${label}`);
});
