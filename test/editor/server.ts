import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installEditor, startServer } from "../../scripts/editor.mjs";
import { packExtension, vsixPath } from "../../scripts/package.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Host and port of the VS Code that has the packed extension. */
    readonly authority: string;
    /** Of its processes. */
    readonly processGroup: number;
  }
}

/** One VS Code for all test files: each opens a folder of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "layerscope-empty-"));
  await installEditor();
  packExtension();
  const server = await startServer({ folder, vsix: vsixPath });
  project.provide("authority", server.authority);
  if (server.group !== undefined) project.provide("processGroup", server.group);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
