import { cp, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import type { EditorWindow } from "../editor/window";
import { Workspace } from "../editor/workspace";

/** The pictures of the documentation, in docs/pictures: models of the samples in a real VS Code. */
const PICTURES = "docs/pictures";

const MODELS = [
  "samples/mlsd-320-tiny.onnx",
  "samples/ppocr2-cls.onnx",
  "media/samples/dead-relus.onnx",
  "media/samples/vanishing-gradients.onnx",
];

let workspace: Workspace;
let editor: EditorWindow | undefined;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  workspace = await Workspace.create("models");
  for (const path of MODELS) await cp(path, workspace.path(basename(path)));
});

afterEach(async () => {
  await editor?.close();
});

afterAll(async () => {
  await workspace.remove();
});

type Theme = "Dark Modern" | "Light Modern";

/** A new window with nothing open in it. */
async function openWindow(theme: Theme): Promise<EditorWindow> {
  await workspace.settings({
    "workbench.colorTheme": theme,
    "breadcrumbs.enabled": false,
    "files.exclude": { ".vscode": true },
    "workbench.layoutControl.enabled": false,
    "layerscope.lint.weights": "always",
  });
  editor = await workspace.open(1280, 860);
  return editor;
}

/** A new window with a model open in it, which has all of the room. */
async function open(name: string, theme: Theme): Promise<EditorWindow> {
  const window = await openWindow(theme);
  await window.openFile(name);
  await window.frame("g.box", 60_000);
  await window.command("View: Toggle Primary Side Bar Visibility");
  return window;
}

async function shoot({ page }: EditorWindow, name: string): Promise<void> {
  await page.mouse.move(2, 2);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

async function view(frame: Frame, name: string): Promise<void> {
  await frame.getByRole("tab", { name }).click();
}

/** Opens a line of the table that is in sight. */
async function openLine(frame: Frame, table: string, name: string): Promise<void> {
  await frame.locator(`${table} .data-line`, { hasText: name }).first().dblclick();
}

test("the graph of a line detector, coloured by MACs", async () => {
  const window = await open("mlsd-320-tiny.onnx", "Dark Modern");
  const frame = await window.frame("g.box", 60_000);
  await window.command("Layerscope: Colour by…");
  await window.page.locator(".quick-input-list .monaco-list-row", { hasText: "MACs" }).first().click();
  await frame.locator(".legend").waitFor();
  await shoot(window, "graph");
});

test("the layers of a line detector, with charts of where the cost is", async () => {
  const window = await open("mlsd-320-tiny.onnx", "Light Modern");
  const frame = await window.frame("g.box", 60_000);
  await view(frame, "Layers");
  await frame.locator(".layers-grid .layer").first().waitFor();
  await shoot(window, "layers");
});

test("a weight beside what initialisations would give", async () => {
  const window = await open("ppocr2-cls.onnx", "Light Modern");
  const frame = await window.frame("g.box", 60_000);
  await view(frame, "Weights");
  await frame.locator(".weights .small-bars").first().waitFor({ timeout: 60_000 });
  await frame.locator(".weights .values-tools input").fill("conv2d_0.w_0");
  await openLine(frame, ".weights", "conv2d_0.w_0");
  await frame.locator(".tensor-page .distribution-chart rect").first().waitFor();
  await shoot(window, "weights");
});

test("activations of a run with dead units", async () => {
  const window = await open("dead-relus.onnx", "Dark Modern");
  // While it is opened the page takes the focus, which closes VS Code's list of commands.
  await window.frame("g.box", 60_000);
  await window.command("Layerscope: Run Model");
  const frame = await window.frame(".activations .data-line", 60_000);
  await frame.locator(".activations .data-line", { hasText: "/block3/relu/Relu" }).first().click();
  await shoot(window, "activations");
});

test("gradients that vanish, and the page of a parameter", async () => {
  const window = await open("vanishing-gradients.onnx", "Light Modern");
  await window.frame("g.box", 60_000);
  await window.command("Layerscope: Compute Gradients");
  const frame = await window.frame(".gradients .data-line", 60_000);
  await shoot(window, "gradients");
  await openLine(frame, ".gradients", "layer1.fc.weight");
  await frame.locator(".parameter-page .distribution-chart rect").first().waitFor();
  await shoot(window, "parameter");
});

test("findings in their view and among the problems of VS Code", async () => {
  const window = await open("dead-relus.onnx", "Dark Modern");
  // While it is opened the page takes the focus, which closes VS Code's list of commands.
  await window.frame("g.box", 60_000);
  await window.command("Layerscope: Run Model");
  const frame = await window.frame(".activations .data-line", 60_000);
  await view(frame, "Findings");
  await frame.locator(".finding", { hasText: "practically never fire" }).waitFor({ timeout: 60_000 });
  await frame.locator(".finding", { hasText: "never fired" }).waitFor({ timeout: 60_000 });
  await window.command("Problems: Focus on Problems View");
  await window.page.locator(".markers-panel .monaco-list-row", { hasText: "block3" }).first().waitFor();
  await shoot(window, "findings");
});

test("an answer of the fifty with its drawing", async () => {
  const window = await open("vanishing-gradients.onnx", "Light Modern");
  const frame = await window.frame("g.box", 60_000);
  await view(frame, "Concepts");
  await frame.locator(".concept-entry", { hasText: "Vanishing gradient" }).first().click();
  await frame.locator(".drawing svg").first().waitFor();
  await frame.locator(".drawing-told").scrollIntoViewIfNeeded();
  await shoot(window, "concept");
});

test("a name of PyTorch explained over code", async () => {
  const window = await openWindow("Dark Modern");
  await window.command("Layerscope: Open Sample Training Script");
  await window.page.locator(".monaco-hover:not(.hidden)", { hasText: "torch.nn.Dropout" }).first().waitFor();
  await window.page.waitForTimeout(800);
  await window.page.screenshot({ path: join(PICTURES, "hover.png") });
});
