import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { expect, inject } from "vitest";
import { endThread } from "./debugger";
import { EditorWindow } from "./window";

/** Where pictures go, of what is looked at and of what failed. */
const PICTURES = "out/screenshots";

/** A folder of models, and windows on it. */
export class Workspace {
  /** What the test before has left, with nothing open in it. */
  private kept: EditorWindow | undefined;

  private constructor(
    private readonly outer: string,
    readonly folder: string,
  ) {}

  /** @param name of the folder as VS Code shows it; a new one if left out. */
  static async create(name = ""): Promise<Workspace> {
    await mkdir(PICTURES, { recursive: true });
    const outer = await mkdtemp(join(tmpdir(), "layerscope-models-"));
    await mkdir(join(outer, name), { recursive: true });
    return new Workspace(outer, join(outer, name));
  }

  async remove(): Promise<void> {
    await this.kept?.close();
    await rm(this.outer, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Settings of the workspace, until they are others or `null`. */
  async settings(values: Readonly<Record<string, unknown>> | null): Promise<void> {
    await rm(this.path(".vscode"), { recursive: true, force: true });
    if (values === null) return;
    await mkdir(this.path(".vscode"));
    await writeFile(this.path(".vscode/settings.json"), JSON.stringify(values));
  }

  /** The window that the test before has tidied up, as people stay in theirs; where there is none, a new one. */
  async window(): Promise<EditorWindow> {
    const editor = this.kept ?? (await this.open());
    this.kept = undefined;
    return editor;
  }

  /** A new window, which knows nothing of what was done before. */
  async open(width?: number, height?: number): Promise<EditorWindow> {
    return await EditorWindow.open({ authority: inject("authority"), folder: this.folder }, width, height);
  }

  /** Ends the thread of the extension host that runs models. */
  async endRunning({ page }: EditorWindow): Promise<void> {
    await endThread(page.context(), inject("processGroup"), "/dist/running.js");
  }

  /** Ends a test in a window of its own: with a picture where it failed, and never with a request to the network. */
  async close(editor: EditorWindow, { task }: TestContext): Promise<void> {
    if (task.result?.state === "fail") await shoot(editor, `failed, ${task.id}`);
    const { outside } = editor;
    await editor.close();
    expect(outside, "nothing leaves the machine").toEqual([]);
  }

  /** Ends a test in {@link window}, which goes on to the next one if this one went well. */
  async tidy(editor: EditorWindow, context: TestContext): Promise<void> {
    const isTidy = context.task.result?.state !== "fail" && (await editor.closeAll());
    if (!isTidy) return await this.close(editor, context);
    this.kept = editor;
    expect(editor.outside, "nothing leaves the machine").toEqual([]);
  }
}

export async function shoot(editor: EditorWindow, name: string): Promise<void> {
  await editor.page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
