import { existsSync } from "node:fs";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Language } from "../../../src/concepts/types";
import type { HostEvent, Request, ToHost } from "../../../src/document/protocol/messages";
import themes from "../themes.json" with { type: "json" };

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ORIGIN = "http://layerscope.test";

/** Undefined where there is a browser, else the line to say. */
export const NO_BROWSER = existsSync(EXECUTABLE)
  ? undefined
  : `skipped: no Chromium at ${EXECUTABLE}; install it or set CHROMIUM`;

/** As VS Code 1.139 hands them to webviews: Dark Modern, Light Modern, and the two of high contrast. */
export type Theme = keyof typeof themes;
export type Answer = (request: Request) => unknown;

/** The page as VS Code would show it: real bundle, real content policy, theme variables; the host is a function. */
export interface Window {
  readonly page: Page;
  /** Everything the page sent. */
  readonly sent: readonly ToHost[];
  /** What the page saved with setState last. */
  readonly saved: () => Promise<unknown>;
  readonly emit: (event: HostEvent) => Promise<void>;
  readonly setTheme: (theme: Theme) => Promise<void>;
  /** What the content policy refused and errors of scripts. */
  readonly complaints: readonly string[];
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
}

const bundles = new Map<string, ReadonlyMap<string, Uint8Array>>();

/** Bundled as for a release, in memory; the Russian texts beside it. */
async function bundle(entry: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const { outputFiles } = await build({
    entryPoints: { page: entry, russian: "webview/russian/russian.ts" },
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "chrome120",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    outdir: "/",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  bundles.set(entry, files);
  return files;
}

const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

function html(theme: Theme, language: Language): string {
  const scripts = language === "ru" ? ["russian.js", "page.js"] : ["page.js"];
  const policy = `default-src 'none'; img-src ${ORIGIN} data:; style-src ${ORIGIN}; font-src ${ORIGIN}; script-src 'nonce-test'`;
  return `<!doctype html><html lang="${language}" data-concept-language="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme-${theme}.css"><link rel="stylesheet" href="/page.css"><title>Model</title></head>
<body class="${themes[theme].class}">${scripts.map((file) => `<script nonce="test" src="/${file}"></script>`).join("")}</body></html>`;
}

function themeCss(theme: Theme): string {
  const lines = Object.entries(themes[theme].variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root { ${lines.join(" ")} --vscode-font-family: system-ui, "DejaVu Sans", sans-serif; --vscode-font-size: 13px; }`;
}

export async function openWindow(
  browser: Browser,
  answer: Answer,
  {
    theme = "dark",
    width = 1400,
    height = 900,
    state,
    entry = "webview/main.ts",
    language = "en",
  }: WindowOptions = {},
): Promise<Window> {
  const page = await browser.newPage({ viewport: { width, height } });
  const sent: ToHost[] = [];
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const built = await bundle(entry);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const named = /^\/theme-(.*)\.css$/.exec(path)?.[1];
    if (path === "/") await route.fulfill({ contentType: "text/html", body: html(theme, language) });
    else if (named !== undefined)
      await route.fulfill({ contentType: "text/css", body: themeCss(named as Theme) });
    else if (built.has(path))
      await route.fulfill({
        contentType: TYPES[path.split(".").at(-1) ?? ""] ?? "text/plain",
        body: Buffer.from(built.get(path) ?? []),
      });
    else await route.fulfill({ status: 404 });
  });
  await page.exposeFunction("toHost", async (message: ToHost) => {
    sent.push(message);
    if (message.type !== "request") return;
    const reply = await settled(message, answer);
    // As text: of an object the driver would look at each field, which takes seconds where there are many.
    const text = JSON.stringify(reply);
    await page.evaluate((data) => window.postMessage(JSON.parse(data)), text).catch(() => undefined);
  });
  await page.addInitScript((saved) => {
    let kept: unknown = JSON.parse(sessionStorage.getItem("state") ?? "null") ?? saved;
    const fake = {
      postMessage: (message: unknown) => (window as unknown as { toHost(m: unknown): void }).toHost(message),
      getState: () => kept,
      setState: (value: unknown) => {
        kept = value;
        sessionStorage.setItem("state", JSON.stringify(value));
      },
    };
    Object.assign(window, { acquireVsCodeApi: () => fake });
  }, state);
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    sent,
    complaints,
    saved: () => page.evaluate(() => JSON.parse(sessionStorage.getItem("state") ?? "null") as unknown),
    emit: (event) => page.evaluate((data) => window.postMessage(data), event),
    setTheme: async (next) => {
      await page.evaluate(
        async ([name, classes]) => {
          const link = document.querySelector("link");
          if (link === null) throw new Error("the page has a theme");
          if (document.body.className === classes) return;
          // As in VS Code the colours are there when the class says so: the toolkit reads them at that moment.
          await new Promise((loaded) => {
            link.addEventListener("load", loaded, { once: true });
            link.href = `/theme-${name}.css`;
          });
          document.body.className = classes;
        },
        [next, themes[next].class] as const,
      );
      await page.waitForTimeout(100);
    },
  };
}

interface WindowOptions {
  readonly theme?: Theme;
  readonly language?: Language;
  readonly width?: number;
  readonly height?: number;
  /** What is bundled as the page: all of it, or a part of it that a test puts on a page of its own. */
  readonly entry?: string;
  /** What getState answers at first. */
  readonly state?: unknown;
}

async function settled(request: Request, answer: Answer): Promise<object> {
  const { id } = request;
  try {
    return { type: "reply", id, ok: await answer(request) };
  } catch (error) {
    return { type: "reply", id, error };
  }
}
