// Builds dist/: the extension host, the document's worker and the one that runs, the page and the command line; and
// TensorFlow.js, which the last two load only for models that nothing else runs.
//   node esbuild.config.mjs             development build with source maps
//   node esbuild.config.mjs --watch     the same, again at every change
//   node esbuild.config.mjs --release   minified, without source maps
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import * as esbuild from "esbuild";
import packageJson from "./package.json" with { type: "json" };
import { compileKernel, KERNEL_FILE } from "./scripts/kernel.mjs";
import { packagesIn, writeNotices } from "./scripts/notices.mjs";
import { runtimeApart } from "./scripts/runtime-apart.mjs";

const watch = process.argv.includes("--watch");
const release = process.argv.includes("--release");

const shared = {
  bundle: true,
  minify: release,
  sourcemap: release ? false : "linked",
  legalComments: "none",
  metafile: true,
  logLevel: "info",
  define: { LAYERSCOPE_VERSION: JSON.stringify(packageJson.version) },
};

const node = { ...shared, platform: "node", target: "node20" };

/** Whoever runs models takes TensorFlow.js from its own file, when it is needed. */
const tfjsApart = {
  name: "tfjs-apart",
  setup: (build) => {
    build.onResolve({ filter: /^\.\/tfjs-engine$/ }, () => ({ path: "./tfjs.cjs", external: true }));
  },
};

const builds = [
  // VS Code loads the extension with require().
  {
    ...node,
    format: "cjs",
    entryPoints: ["src/extension/activate.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
  },
  { ...node, format: "esm", entryPoints: ["src/document/worker.ts"], outfile: "dist/document.js" },
  {
    ...node,
    format: "esm",
    entryPoints: ["src/document/run-worker.ts"],
    outfile: "dist/running.js",
    plugins: [tfjsApart, runtimeApart],
  },
  {
    ...node,
    format: "cjs",
    entryPoints: ["src/running/tfjs-engine.ts"],
    outfile: "dist/tfjs.cjs",
    // Of its parts those that can be cut down to what is used.
    mainFields: ["module", "main"],
    // Nothing is fetched: weights are handed in.
    external: ["node-fetch"],
    // What it says there, of other packages and other calls, is not for whoever looks at a model.
    drop: ["console"],
  },
  {
    ...node,
    format: "esm",
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
    plugins: [tfjsApart, runtimeApart],
  },
  {
    ...shared,
    platform: "browser",
    target: "chrome120",
    format: "iife",
    entryPoints: { page: "webview/main.ts", russian: "webview/russian/russian.ts" },
    outdir: "dist",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
  },
];

await writeFile(KERNEL_FILE, await compileKernel());
await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
// The runtime looks for these beside the bundle it is in.
for (const file of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]) {
  await copyFile(`node_modules/onnxruntime-web/dist/${file}`, `dist/${file}`);
}
// Copied, not bundled.
const contained = ["onnxruntime-web"];
for (const options of builds) {
  if (watch) await (await esbuild.context(options)).watch();
  else contained.push(...packagesIn((await esbuild.build(options)).metafile));
}
if (!watch) await writeNotices("dist/NOTICES.txt", contained);
