import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** model.json is a common name: models of TensorFlow.js are offered, everything else stays text. */
const FIXTURES = "test/fixtures/tfjs";

let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
  await cp(join(FIXTURES, "cnn"), workspace.folder, { recursive: true });
  await mkdir(workspace.path("weights"));
  await cp(join(FIXTURES, "manifest"), workspace.path("weights"), { recursive: true });
  await writeFile(workspace.path("settings.json"), JSON.stringify({ format: "something else" }));
});

afterAll(async () => {
  await workspace.remove();
});

afterEach(async (context) => {
  await workspace.close(editor, context);
});

/** Settings are read as a window opens. */
async function openWindow(openTfjsModels = "offer"): Promise<void> {
  await workspace.settings({ "layerscope.openTfjsModels": openTfjsModels });
  editor = await workspace.open();
}

/** A driven workbench pops up no notifications, but it lists them. */
async function offer(): Promise<void> {
  await editor.page.locator("[aria-label*='Notification']").first().waitFor();
  await editor.command("Notifications: Show Notifications");
  await editor.page.locator(".notifications-center", { hasText: "is a TensorFlow.js model" }).waitFor();
}

test("a model.json opens as text, and the offer draws it", async () => {
  await openWindow();
  await editor.openFile("model.json");
  await editor.page.locator(".monaco-editor .view-lines").first().waitFor();
  await offer();
  await editor.page.locator(".notifications-center").getByText("Open with Layerscope").click();
  const frame = await editor.frame("g.box");
  expect(await frame.locator("body").innerText()).toContain("TensorFlow.js");
  expect(await editor.page.locator(".tab.active").innerText()).toContain(
    `${basename(workspace.folder)}/model.json`,
  );
  await shoot(editor, "model.json, opened by the offer");
});

test("the button over the text draws the model", async () => {
  await openWindow("never");
  await editor.openFile("model.json");
  await editor.page.locator(".editor-actions a[aria-label^='Open with Layerscope']").click();
  await editor.frame("g.box");
});

test("the Explorer's menu draws the model", async () => {
  await openWindow();
  await editor.page
    .locator('.explorer-folders-view .monaco-list-row[aria-label^="model.json"]')
    .click({ button: "right" });
  await editor.page.locator(".monaco-menu").getByText("Open with Layerscope").waitFor();
  // The menu takes no click for a moment, lest the one that opened it chooses.
  await editor.page.waitForTimeout(500);
  await editor.page.keyboard.press("ArrowDown");
  await editor.page.keyboard.press("Enter");
  await editor.frame("g.box");
});

test("with the setting, the model is drawn at once", async () => {
  await openWindow("always");
  await editor.openFile("model.json");
  await editor.frame("g.box");
});

test("other JSON files are left alone", async () => {
  await openWindow();
  await editor.openFile("settings.json");
  await editor.page.locator(".monaco-editor .view-lines").first().waitFor();
  await editor.page.waitForTimeout(1000);
  await editor.command("Notifications: Show Notifications");
  await editor.page.locator(".notifications-center").getByText("No new notifications").waitFor();
  expect(await editor.page.locator(".editor-actions a[aria-label^='Open with Layerscope']").count()).toBe(0);
});
