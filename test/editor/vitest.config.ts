import { defineConfig } from "vitest/config";

/** Tests that drive a real VS Code in Chromium; one window after the other, since two compete for the cores. */
export default defineConfig({
  test: {
    include: ["test/editor/**/*.test.ts"],
    globalSetup: "test/editor/server.ts",
    testTimeout: 60_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
