import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** The first minutes of somebody who has no model at hand and follows the walkthrough: in a window that knows nothing. */
let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
});

afterAll(async () => {
  await workspace.remove();
});

beforeEach(async () => {
  editor = await workspace.open();
});

afterEach(async (context) => {
  await workspace.close(editor, context);
});

const choice = (label: string) =>
  editor.page.locator(".quick-input-list .monaco-list-row", { hasText: label });

/** Opens the walkthrough by VS Code's list of them. */
async function openWalkthrough(): Promise<void> {
  await editor.command("Welcome: Open Walkthrough...");
  await choice("Get started with Layerscope").first().click();
  await editor.page
    .locator(".gettingStartedDetailsContent .step-title", { hasText: "Open a model" })
    .waitFor();
}

const step = (title: string) =>
  editor.page.locator(".gettingStartedDetailsContent .getting-started-step", { hasText: title });

/** Opens a step and presses its button. */
async function press(title: string, button: string): Promise<void> {
  await step(title).click();
  await step(title).locator(".button-container .monaco-button", { hasText: button }).click();
}

async function isDone(title: string): Promise<void> {
  await step(title).locator(".codicon.complete").waitFor();
}

/** Comes back to the walkthrough, which stays open beside what its buttons open. */
async function comeBack(): Promise<void> {
  await editor.page.locator(".tab", { hasText: /Walkthrough|Welcome/ }).click();
}

test("the walkthrough is listed, its first button opens a sample, and the step is done then", async () => {
  await openWalkthrough();
  await shoot(editor, "walkthrough");
  await press("Open a model", "Open Sample Model");
  await choice("Healthy network").first().click();
  await editor.frame("g.box");
  await comeBack();
  await isDone("Open a model");
});

const STEPS: readonly (readonly [
  step: string,
  button: string,
  shows: (frame: Frame) => Promise<void>,
  selector: string,
])[] = [
  [
    "Read shapes and costs",
    "Colour by MACs",
    async (frame) => await frame.locator(".legend").getByText("MACs").first().waitFor(),
    "g.box",
  ],
  [
    "Find the dead ReLU",
    "Run the Sample",
    async (frame) => await frame.locator(".run-banner").waitFor({ timeout: 60_000 }),
    ".activations .data-line",
  ],
  [
    "See where gradients go",
    "Compute Gradients",
    async (frame) => await frame.locator(".gradients-said", { hasText: "Gradients vanish" }).waitFor(),
    ".gradients .data-line",
  ],
];

test.each(STEPS)("the walkthrough's step %s does what it says", async (title, button, shows, selector) => {
  await openWalkthrough();
  await press(title, button);
  await shows(await editor.frame(selector, 60_000));
  await shoot(editor, `walkthrough, ${title}, done`);
  await comeBack();
  await isDone(title);
  await shoot(editor, `walkthrough, ${title}`);
});

test("the walkthrough's last step explains a name in a script that nobody can write into", async () => {
  await openWalkthrough();
  await press("Point at your code", "Open a Training Script");
  await editor.page.locator(".monaco-hover:not(.hidden)", { hasText: "torch.nn.Dropout" }).first().waitFor();
  await shoot(editor, "walkthrough, Point at your code, done");
  const tab = editor.tab("train.py");
  await tab.click();
  await editor.page.keyboard.type("x");
  expect(await tab.getAttribute("class")).not.toContain("dirty");
  await comeBack();
  await isDone("Point at your code");
});
