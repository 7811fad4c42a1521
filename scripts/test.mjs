// npm test: everything that must hold before a change lands, quick checks first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { performance } from "node:perf_hooks";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

const npm = (script) => ["npm", ["run", "--silent", script]];

const STEPS = [
  ["lint", ...npm("lint")],
  ["types", ...npm("types")],
  ["build", ...npm("build")],
  ["unit and browser tests", ...npm("unit")],
  ["changed models, two minutes", "npm", ["run", "--silent", "fuzz", "--", "--minutes", "2"]],
  ["tests in a real VS Code", ...npm("editor")],
];

/** The browser for the tests: from Debian's packages where we may install them, else a line says what to do. */
function getChromium() {
  if (existsSync(CHROMIUM)) return true;
  const root = process.getuid?.() === 0;
  if (root && existsSync("/usr/bin/apt-get")) {
    const run = (...args) =>
      spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
    // VS Code's server builds three native modules: it wants a compiler and Python, too.
    if (run("update") && run("install", "-y", "chromium", "python3", "make", "g++") && existsSync(CHROMIUM)) {
      return true;
    }
  }
  console.error(`npm test wants Chromium at ${CHROMIUM} (or at $CHROMIUM): install it, then run again.`);
  return false;
}

if (!getChromium()) process.exit(1);

const failed = [];
for (const [name, command, args] of STEPS) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? "passed" : "failed"} in ${seconds} s`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}`);
console.log(`\n${STEPS.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
