import { defineConfig } from "vitest/config";

const BROWSER = ["test/webview/browser/**"];

export default defineConfig({
  test: {
    setupFiles: ["test/seed.ts"],
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          // Tests in a real VS Code have a runner of their own: scripts/test.mjs.
          exclude: ["test/editor/**", "test/bench/**", ...BROWSER],
        },
      },
      {
        extends: true,
        // Chromium on a machine with much to do is late now and then: the report says what it was asked twice.
        test: { name: "browser", include: BROWSER.map((folder) => `${folder}/*.test.ts`), retry: 1 },
      },
    ],
  },
  define: { LAYERSCOPE_VERSION: JSON.stringify("0.0.0-test") },
});
