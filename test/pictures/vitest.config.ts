import { defineConfig } from "vitest/config";

/** Pictures of the real editor, to look at and for the documentation: `npm run pictures`. */
export default defineConfig({
  test: {
    include: ["test/pictures/*.pictures.ts"],
    globalSetup: "test/editor/server.ts",
    testTimeout: 240_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
