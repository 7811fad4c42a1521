import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Tests in a real VS Code and in Chromium have runners of their own: scripts/test.mjs.
    exclude: ["test/editor/**", "test/bench/**"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 20_000,
  },
  define: { LAYERSCOPE_VERSION: JSON.stringify("0.0.0-test") },
});
