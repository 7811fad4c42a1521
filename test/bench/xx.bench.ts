import { openFile } from "../../src/bytes/file";
import { Document } from "../../src/document/document";
import { flat, deep, wide } from "./generate";
import { writeSparse } from "./protobuf";
const kind = process.env.KIND ?? "flat";
const path = `/tmp/${kind}.onnx`;
if (process.env.MAKE) {
  await writeSparse(
    path,
    kind === "flat" ? flat(100_000) : kind === "deep" ? deep(100_000) : wide(100_000, 12),
  );
}
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const document = new Document({
  open: () => openFile(path),
  now: () => performance.now(),
  onTimings: (t) => console.log(JSON.stringify(t)),
});
for (const [name, params] of [
  ["facts", {}],
  ["picture", { graph: "", open: null }],
] as const) {
  const c = cpu(),
    t = performance.now();
  await document.ask(name as "facts", params as never);
  console.log(name, "cpu", (cpu() - c).toFixed(0), "clock", (performance.now() - t).toFixed(0));
}
