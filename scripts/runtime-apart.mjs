/** For esbuild: the runtime's module starts threads from its own file, which is copied beside the bundles. */
export const runtimeApart = {
  name: "runtime-apart",
  setup: (build) => {
    build.onResolve({ filter: /^onnxruntime-web\/ort-wasm-simd-threaded\.mjs$/ }, () => ({
      path: "./ort-wasm-simd-threaded.mjs",
      external: true,
    }));
  },
};
