import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { installEditor, startServer } from "../../scripts/editor.mjs";
import { packExtension, vsixPath } from "../../scripts/package.mjs";
import { EditorWindow } from "../editor/window";

/** Opens every sample model in a real VS Code, in every theme, and saves what is seen in out/pictures. */
const PICTURES = "out/pictures";
const SAMPLES = process.env["PICTURES_OF"] ?? "samples";
const ONLY = process.env["PICTURES_ONLY"] ?? "";

const THEMES = {
  dark: "Dark Modern",
  light: "Light Modern",
  "hc-dark": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
} as const;

const SIZES = { wide: [1400, 900], small: [820, 620] } as const;

let server: Awaited<ReturnType<typeof startServer>>;
let folder: string;
const models = (await readdir(SAMPLES).catch(() => [])).filter(
  (name) => name.endsWith(".onnx") && name.includes(ONLY),
);

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), "layerscope-pictures-"));
  await mkdir(join(folder, ".vscode"));
  for (const name of models) await copyFile(join(SAMPLES, name), join(folder, name));
  await installEditor();
  packExtension();
  server = await startServer({ folder, vsix: vsixPath });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(Object.entries(THEMES))("%s", (theme, title) => {
  test.each(Object.entries(SIZES))("%s", async (size, [width, height]) => {
    const settings = {
      "workbench.colorTheme": title,
      "workbench.sideBar.location": "left",
      "workbench.activityBar.location": size === "small" ? "hidden" : "default",
    };
    await writeFile(join(folder, ".vscode/settings.json"), JSON.stringify(settings));
    const editor = await EditorWindow.open(server, width, height);
    for (const model of models) {
      await editor.openFile(model);
      const frame = await editor.frame("g.box", 60_000);
      await shootViews(editor, frame, `${model.replace(/\.onnx$/, "")}-${theme}-${size}`);
      await editor.command("View: Close All Editors");
    }
    await editor.close();
  });
});

/** The graph with the first contraction chosen, then every other view. */
async function shootViews(editor: EditorWindow, frame: Frame, name: string): Promise<void> {
  await editor.page.waitForTimeout(1200);
  await frame.locator("g.box").first().dispatchEvent("click");
  await editor.page.waitForTimeout(600);
  const tabs = frame.locator("vscode-panel-tab, [role=tab]");
  const count = await tabs.count();
  for (let index = 0; index < Math.max(1, count); index++) {
    if (count > 0) await tabs.nth(index).click({ force: true });
    await editor.page.waitForTimeout(700);
    const view = count > 0 ? (await tabs.nth(index).innerText()).trim().toLowerCase() : "graph";
    await editor.page.screenshot({ path: join(PICTURES, `${name}-${view}.png`) });
  }
}
