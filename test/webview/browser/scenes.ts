import type { Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { Facts } from "../../../src/document/protocol/model";
import { CLASS_GRADIENTS } from "../gradients";
import { ANSWERS } from "../model";
import type { Answer, Window } from "./window";

/** A place of the page, and how a person comes there. */
interface Scene {
  readonly name: string;
  readonly answer?: Answer;
  /** What the page has saved before. */
  readonly state?: unknown;
  readonly reach: (window: Window) => Promise<void>;
}

/** The tests' model, and it leaves sizes open. */
export function answer({ name, params, assumed }: Request): unknown {
  if (name !== "facts")
    return (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);
  return {
    ...ANSWERS.facts({}),
    dimensions: [
      { name: "batch", kind: "batch", size: assumed["batch"] ?? null },
      { name: "side", kind: "side", size: assumed["side"] ?? null },
    ],
  } satisfies Facts;
}

const node = 'g.box[data-id="conv1"]';

const tab = (page: Page, name: string): Promise<void> => page.getByRole("tab", { name }).click();

async function openTensor(page: Page): Promise<void> {
  await tab(page, "Weights");
  await page.getByRole("row", { name: /^layer1\.0\.conv1\.weight/ }).dblclick();
  await page.getByRole("heading", { name: "layer1.0.conv1.weight", exact: true }).waitFor();
  await page.getByRole("button", { name: "Show as pictures" }).click();
  await page.locator(".tensor-pictures canvas").nth(1).waitFor();
  await page.getByRole("button", { name: "Show the elements" }).click();
  await page.locator(".numbers-table td").first().waitFor();
}

async function run(page: Page): Promise<void> {
  await tab(page, "Activations");
  await page.locator(".activations").getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".activations .data-lines .data-line").first().waitFor();
}

async function openValue(page: Page): Promise<void> {
  await run(page);
  await page.getByRole("row", { name: /^maxpool\.out/ }).dblclick();
  await page.locator(".histogram-chart svg rect").first().waitFor();
}

async function takeGradients(page: Page): Promise<void> {
  await tab(page, "Gradients");
  await page.locator(".gradients").getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".gradients .data-line").nth(2).click();
}

async function openFind(page: Page): Promise<void> {
  await page.locator(node).waitFor();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("conv");
  await page.locator(".found").first().waitFor();
}

/** All views, and what can be opened in them. */
export const SCENES: readonly Scene[] = [
  {
    name: "the graph with a node selected and the list of a stub",
    reach: async ({ page }) => {
      await page.locator(node).click();
      await page.locator(".details-concept .link").waitFor();
      await page.locator('g.stub[data-id="stub-skip"]').click();
      await page.locator(".peer").first().waitFor();
    },
  },
  {
    name: "the graph coloured by a metric, a group open",
    state: { colourBy: "macs" },
    reach: async ({ page }) => {
      await page.locator(".legend").waitFor();
      await page.locator('g.box[data-id="layer1"]').dblclick();
      await page.locator('g.box[data-id="layer1/conv1"]').waitFor();
    },
  },
  { name: "the find box", reach: ({ page }) => openFind(page) },
  {
    name: "the form for sizes, a notice and problems",
    state: { assumed: { batch: 4 }, problemsOpen: true },
    reach: async (window) => {
      await window.page.locator(node).waitFor();
      await window.emit({ type: "changed", state: "deleted" });
      await window.page.locator(".notice").waitFor();
      await window.page.locator(".sizes.assumed, .size.assumed").first().waitFor();
    },
  },
  {
    name: "the layers with their charts",
    state: { view: "layers", layers: { open: ["layer1"] } },
    reach: async ({ page }) => {
      await page.locator(".lines > .layer").nth(3).click();
      await page.locator(".icicle .part").first().waitFor();
      await page.locator(".memory .area").waitFor();
    },
  },
  {
    name: "the layers, none of which matches the filter",
    state: { view: "layers", layers: { filter: "nonsense" } },
    reach: ({ page }) => page.getByText("No layer matches the filter.").waitFor(),
  },
  {
    name: "the weights",
    reach: async ({ page }) => {
      await tab(page, "Weights");
      await page.locator(".weights .data-line").nth(2).click();
    },
  },
  { name: "a tensor's page", reach: ({ page }) => openTensor(page) },
  {
    name: "the weights along the depth",
    reach: async ({ page }) => {
      await tab(page, "Weights");
      await page.getByRole("button", { name: "Depth" }).click();
      await page.locator(".weights .ridge").first().waitFor();
    },
  },
  {
    name: "the activations before a run",
    reach: async ({ page }) => {
      await tab(page, "Activations");
      await page.locator(".run-input").waitFor();
    },
  },
  {
    name: "the activations after a run",
    reach: async ({ page }) => {
      await run(page);
      await page.locator(".activations .data-lines .data-line").nth(1).click();
    },
  },
  { name: "a value's page", reach: ({ page }) => openValue(page) },
  {
    name: "the activations along the depth",
    reach: async ({ page }) => {
      await run(page);
      await page.getByRole("button", { name: "Depth" }).click();
      await page.locator(".depth-chart .course").first().waitFor();
    },
  },
  {
    name: "the outputs of a run",
    reach: async ({ page }) => {
      await run(page);
      await page.getByRole("button", { name: "Outputs" }).click();
      await page.locator(".samples").first().waitFor();
    },
  },
  { name: "the gradients", reach: ({ page }) => takeGradients(page) },
  {
    name: "the gradients as bars",
    reach: async ({ page }) => {
      await takeGradients(page);
      await page.getByRole("button", { name: "Bars", exact: true }).click();
      await page.locator(".gradient-bars .bar").first().waitFor();
    },
  },
  {
    name: "the gradients of an image",
    answer: (request) => (request.name === "gradients" ? CLASS_GRADIENTS : answer(request)),
    reach: async ({ page }) => {
      await takeGradients(page);
      await page.getByRole("button", { name: "Image", exact: true }).click();
      await page.locator(".heat-map canvas").first().waitFor();
    },
  },
  {
    name: "the gradient of a parameter",
    reach: async ({ page }) => {
      await takeGradients(page);
      await page.getByRole("row", { name: /^conv1\.weight/ }).dblclick();
      await page.locator(".parameter-page .distribution-chart rect").first().waitFor();
    },
  },
  {
    name: "the findings",
    reach: async ({ page }) => {
      await tab(page, "Findings");
      await page.locator(".finding").first().click();
    },
  },
  {
    name: "a concept with its drawing",
    reach: async (window) => {
      await window.page.locator(".facts h1").waitFor();
      await window.emit({ type: "show-concept", number: 9 });
      await window.page.locator(".drawing svg *").nth(10).waitFor({ state: "attached" });
    },
  },
  {
    name: "a file that cannot be shown",
    answer: () =>
      Promise.reject({
        severity: "error",
        code: "not-onnx",
        message: "This is a PNG picture.",
        where: "byte 0",
      }),
    reach: ({ page }) => page.getByText("This is a PNG picture.").waitFor(),
  },
];
