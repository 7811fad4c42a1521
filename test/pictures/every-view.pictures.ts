import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { looksLikeTfjs } from "../../src/formats/tfjs/head";
import type { EditorWindow } from "../editor/window";
import { Workspace } from "../editor/workspace";

/**
 * Opens every model of a folder in a real VS Code, in every theme, and saves what is seen in out/pictures. Which
 * folder, models, themes and sizes may be said: PICTURES_OF, PICTURES_ONLY, PICTURES_THEMES, PICTURES_SIZES. With
 * PICTURES_RUN the models are run, too, so that Activations and Gradients have something to show.
 */
const PICTURES = "out/pictures";
const SAMPLES = process.env["PICTURES_OF"] ?? "samples";
const ONLY = process.env["PICTURES_ONLY"]?.split(",") ?? [""];
const RUN = process.env["PICTURES_RUN"] !== undefined;

const THEMES = {
  dark: "Dark Modern",
  light: "Light Modern",
  "hc-dark": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
} as const;

const SIZES = { wide: [1400, 900], small: [820, 620] } as const;

const themes = Object.entries(THEMES).filter(([name]) => wanted("PICTURES_THEMES", name));
const sizes = Object.entries(SIZES).filter(([name]) => wanted("PICTURES_SIZES", name));

let workspace: Workspace;
const models: string[] = [];
for (const name of await readdir(SAMPLES, { recursive: true }).catch(() => [])) {
  if (ONLY.some((part) => name.includes(part)) && (await isModel(name))) models.push(name);
}

function wanted(variable: string, name: string): boolean {
  const names = process.env[variable]?.split(",");
  return names === undefined || names.includes(name);
}

async function isModel(name: string): Promise<boolean> {
  if (name.endsWith(".onnx")) return true;
  return name.endsWith(".json") && looksLikeTfjs(await readFile(join(SAMPLES, name)));
}

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  workspace = await Workspace.create();
  for (const name of models) {
    // A model in a folder of its own has files beside it.
    const part = dirname(name) === "." ? name : dirname(name);
    await cp(join(SAMPLES, part), workspace.path(part), { recursive: true });
  }
});

afterAll(async () => {
  await workspace.remove();
});

describe.each(themes)("%s", (theme, title) => {
  test.each(sizes)(
    "%s",
    async (size, [width, height]) => {
      await workspace.settings({
        "workbench.colorTheme": title,
        "workbench.activityBar.location": size === "small" ? "hidden" : "default",
        "workbench.editorAssociations": { "*.json": "layerscope.tfjs" },
      });
      const editor = await workspace.open(width, height);
      for (const model of models) {
        await editor.quickOpen(model);
        const frame = await editor.frame("g.box, .tensor-table .data-line", 60_000);
        await frame.locator(".facts h1", { hasText: basename(model) }).waitFor();
        const name = model.replace(/\.(onnx|json)$/, "").replaceAll("/", "-");
        await shootViews(editor, frame, `${name}-${theme}-${size}`);
        await editor.command("View: Close All Editors");
      }
      await editor.close();
    },
    60_000 + models.length * (RUN ? 180_000 : 60_000),
  );
});

/** The graph with the first contraction chosen, then every other view. */
async function shootViews(editor: EditorWindow, frame: Frame, name: string): Promise<void> {
  await editor.page.waitForTimeout(1200);
  // Weights alone have no graph.
  const boxes = frame.locator("g.box");
  if ((await boxes.count()) > 0) await boxes.first().dispatchEvent("click");
  await editor.page.waitForTimeout(600);
  const tabs = frame.locator("vscode-panel-tab, [role=tab]");
  const count = await tabs.count();
  for (let index = 0; index < Math.max(1, count); index++) {
    if (count > 0) await tabs.nth(index).click({ force: true });
    await editor.page.waitForTimeout(700);
    const view = count > 0 ? (await tabs.nth(index).innerText()).trim().toLowerCase() : "graph";
    if (RUN) await runIn(frame, view);
    await editor.page.screenshot({ path: join(PICTURES, `${name}-${view}.png`) });
  }
}

/** Presses Run where a view has it, and waits for what comes of it: a table, or what is said in its place. */
async function runIn(frame: Frame, view: string): Promise<void> {
  const place = frame.locator(`section.${view}`);
  const run = place.getByRole("button", { name: "Run", exact: true });
  if ((await run.count()) === 0) return;
  await run.click();
  await place.locator(".data-line, .run-problem, .gradients-said p").first().waitFor({ timeout: 120_000 });
  await frame.waitForTimeout(1000);
}
