/** The package declares no types of its wasm module. */
declare module "onnxruntime-web/ort-wasm-simd-threaded.mjs" {
  import type { RuntimeModule } from "./runtime";
  const make: (options: { readonly numThreads: number }) => Promise<RuntimeModule>;
  export default make;
}
