// Writes docs/operators.md from the registry.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents: `export { operatorsPage } from "./scripts/operators-page";
               export { FAMILIES } from "./src/operators/families";`,
    resolveDir: new URL("..", import.meta.url).pathname,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { operatorsPage, FAMILIES } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
await writeFile(new URL("../docs/operators.md", import.meta.url), operatorsPage(FAMILIES));
