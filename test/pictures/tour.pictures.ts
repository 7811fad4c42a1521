import { writeFile } from "node:fs/promises";
import type { Frame as WebviewFrame } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EditorWindow } from "../editor/window";
import { Workspace } from "../editor/workspace";
import { animate, type Frame } from "./animation";

/** A short way through the extension, in a real VS Code, as an animated picture for whoever has not installed it. */
const TOUR = "docs/pictures/tour.png";
const SIZE = [960, 600] as const;

/** In bytes: it is loaded by everybody who reads the front page. */
const LARGEST = 1.5e6;

let workspace: Workspace;
let editor: EditorWindow;
const frames: Frame[] = [];

beforeAll(async () => {
  workspace = await Workspace.create("models");
  await workspace.settings({
    "workbench.colorTheme": "Dark Modern",
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "window.commandCenter": false,
    "breadcrumbs.enabled": false,
    "layerscope.lint.weights": "always",
  });
  editor = await workspace.open(...SIZE);
  await editor.command("View: Toggle Primary Side Bar Visibility");
  await editor.page.addStyleTag({ content: CAPTION });
});

afterAll(async () => {
  await editor.close();
  await workspace.remove();
});

/** Over the status bar, which says nothing of models. */
const CAPTION = `body::after {
  content: attr(data-caption); position: fixed; inset: auto 0 0 0; height: 30px; line-height: 30px; z-index: 1000000;
  text-align: center; font: 600 15px/30px system-ui, sans-serif; color: #ffffff; background: #0e639c;
}`;

async function frame(milliseconds: number): Promise<void> {
  frames.push({ png: await editor.page.screenshot(), milliseconds });
}

/** What is in sight when everything has come to rest. */
async function still(caption: string, milliseconds: number): Promise<void> {
  await editor.page.evaluate((text) => (document.body.dataset["caption"] = text), caption);
  await editor.page.mouse.move(2, 2);
  await editor.page.waitForTimeout(1500);
  await frame(milliseconds);
}

const choice = (label: string) =>
  editor.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();

async function openSample(label: string): Promise<WebviewFrame> {
  await editor.command("Layerscope: Open Sample Model");
  await choice(label).waitFor();
  await still("1  Open a sample model, or any .onnx or model.json", 1800);
  await choice(label).click();
  return await editor.frame("g.box", 60_000);
}

test("the tour", async () => {
  const model = await openSample("Dead ReLUs");
  await still("The architecture, with shapes and facts", 2200);
  await model.getByRole("button", { name: "Show or hide the details" }).click();
  await model.locator(".sizes").getByRole("button", { name: "1", exact: true }).click();

  await editor.command("Layerscope: Colour by…");
  await choice("MACs").waitFor();
  await still("2  Colour the graph by what it costs", 1200);
  await choice("MACs").click();
  await model.locator(".legend").waitFor();
  await still("2  Colour the graph by what it costs", 2400);

  await editor.command("Layerscope: Run Model");
  await editor.frame(".activations .data-line", 60_000);
  await still("3  Run it, and see what every value was", 2600);

  await model.getByRole("tab", { name: "Findings" }).click();
  await model.locator(".finding", { hasText: "never fired" }).waitFor({ timeout: 60_000 });
  await still("4  Findings: five channels whose ReLU never fires", 3000);
  await model.locator(".finding", { hasText: "never fired" }).click();
  await model
    .locator(".finding", { hasText: "never fired" })
    .getByRole("button", { name: "Show in graph" })
    .click();
  await model.locator("g.box.selected").waitFor();
  await still("4  There they are", 2400);

  await editor.command("Layerscope: Open Sample Model");
  await choice("Vanishing gradients").click();
  await editor.frame(".facts h1:text('vanishing')", 60_000);
  await editor.command("Layerscope: Compute Gradients");
  await editor.frame(".gradients .data-line", 120_000);
  await still("5  Gradients of the bare file, with a verdict", 3600);

  await editor.command("Layerscope: Open Sample Training Script");
  await editor.page.locator(".monaco-hover:not(.hidden)", { hasText: "torch.nn.Dropout" }).first().waitFor();
  await still("6  Names in code, explained where they stand", 3600);

  const tour = animate(frames);
  expect(tour.length).toBeLessThan(LARGEST);
  await writeFile(TOUR, tour);
});
