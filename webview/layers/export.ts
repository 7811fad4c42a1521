import type { LayersFormat } from "../../src/document/protocol/model";
import type { Page } from "../page";

const ENDINGS: Readonly<Record<LayersFormat, string>> = { csv: "csv", markdown: "md", json: "json" };

/** Saves rows of the table as a file; `rows` are their indices, in the order in which they are shown. */
export async function exportLayers(page: Page, rows: readonly number[], format: LayersFormat): Promise<void> {
  const content = await page.host.request("layersText", { format, rows });
  const file = page.store.get().facts?.file ?? "model";
  const name = file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  page.host.send({ type: "save", name: `${name}-layers.${ENDINGS[format]}`, content, encoding: "utf8" });
}
