import { writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EditorWindow } from "./window";
import { shoot, Workspace } from "./workspace";

/** Concepts explained over code, in a real editor. */
const TRAINING = `import torch.nn as nn
import torch.optim as optim

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)

optimizer = optim.Adam(net.parameters(), lr=1e-3)
`;
/** What is imported in one cell is used in another. */
const NOTEBOOK = {
  cells: ["import torch.nn as nn", "model = nn.Sequential(\n    nn.Dropout(0.5),\n)"].map((source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  })),
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
};
const COOKING = `from recipes import Dropout

x = Dropout(3)
`;

let workspace: Workspace;
let editor: EditorWindow;

beforeAll(async () => {
  workspace = await Workspace.create();
  await writeFile(workspace.path("train.py"), TRAINING);
  await writeFile(workspace.path("train.ipynb"), JSON.stringify(NOTEBOOK));
  await writeFile(workspace.path("cook.py"), COOKING);
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

/** Asks for the hover at a place of the text that is open, as the keyboard does it. */
async function hover(line: number, column: number): Promise<void> {
  const { keyboard } = editor.page;
  await keyboard.press("Control+G");
  const input = editor.page.locator(".quick-input-widget input[type=text]").first();
  await input.fill(`:${String(line)}:${String(column)}`);
  await keyboard.press("Enter");
  await editor.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await keyboard.press("Control+K");
  await keyboard.press("Control+I");
}

const card = () => editor.page.locator(".monaco-hover:not(.hidden)", { hasText: "More" });

test("a layer in code is explained, and More opens the whole answer", async () => {
  await editor.openFile("train.py");
  await editor.page.locator(".monaco-editor .view-line").nth(5).waitFor();
  await expect
    .poll(
      async () => {
        await hover(7, 25);
        await editor.page.waitForTimeout(700);
        return await card().count();
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  expect(await card().first().innerText()).toContain("torch.nn.Dropout");
  await shoot(editor, "hover over nn.Dropout");
  await card().first().getByText("More").click();
  const frame = await editor.frame(".markdown-body h2");
  await expect.poll(() => frame.locator("body").innerText()).toContain("Dropout regularisation");
  await shoot(editor, "the page of a concept");
});

test("a notebook's cell is explained by what an earlier cell imports", async () => {
  await editor.openFile("train.ipynb");
  const layer = editor.page
    .locator(".notebookOverlay .view-line span", { hasText: /^Dropout$|nn\.Dropout/ })
    .last();
  await layer.waitFor();
  await expect
    .poll(
      async () => {
        await layer.click();
        await editor.page.keyboard.press("Control+K");
        await editor.page.keyboard.press("Control+I");
        await editor.page.waitForTimeout(700);
        return await card().count();
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  expect(await card().first().innerText()).toContain("torch.nn.Dropout");
  await shoot(editor, "hover over a notebook's cell");
});

test("code that imports nothing of ours stays silent", async () => {
  await editor.openFile("cook.py");
  await editor.page.locator(".monaco-editor .view-line").nth(2).waitFor();
  await hover(3, 6);
  await editor.page.waitForTimeout(2000);
  expect(await card().count()).toBe(0);
});
