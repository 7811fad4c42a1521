import { defineConfig } from "vitest/config";

/** Tests that drive a real VS Code in Chromium; one window after the other, since two compete for the cores. */
export default defineConfig({
  test: {
    include: ["test/editor/**/*.test.ts"],
    globalSetup: "test/editor/server.ts",
    testTimeout: 60_000,
    hookTimeout: 600_000,
    // VS Code on a machine with much to do is late now and then: the report says what it was asked twice.
    retry: 1,
    fileParallelism: false,
  },
});
