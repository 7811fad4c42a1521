// npm test: everything that must hold before a change lands, quick checks first.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

const STEPS = [
  ["lint", "npm", ["run", "--silent", "lint"]],
  ["types", "npm", ["run", "--silent", "types"]],
  ["build", "npm", ["run", "--silent", "build"]],
  ["unit and conformance tests", "npm", ["run", "--silent", "unit"]],
];

let failed = 0;
for (const [name, command, args] of STEPS) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? "passed" : "failed"} in ${seconds} s`);
  if (status !== 0) failed++;
}
console.log(`\n${STEPS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
