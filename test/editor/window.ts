import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { chromium } from "playwright-core";

/** What the window needs to know of the server: scripts/editor.mjs starts it. */
export interface Server {
  readonly authority: string;
  readonly folder: string;
}

declare global {
  interface Window {
    /** The workbench's own driver for smoke tests. */
    readonly driver?: { whenWorkbenchRestored(): Promise<void> };
    beforeReload?: boolean;
  }
}

export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The webview's resources have addresses under this name; a service worker answers them from the server. */
const WEBVIEW_HOST = /\.vscode-resource\.vscode-cdn\.net$/;

/** A VS Code in a browser with a new profile. */
export class EditorWindow {
  /** Requests that left the machine, or tried to. */
  readonly outside: string[] = [];
  readonly console: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async open(server: Server, width = 1400, height = 900): Promise<EditorWindow> {
    const profile = await mkdtemp(join(tmpdir(), "layerscope-chromium-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      viewport: { width, height },
      args: FLAGS,
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const window = new EditorWindow(page, context, profile);
    context.on("request", (request) => {
      const url = new URL(request.url());
      const ours = url.host === server.authority || WEBVIEW_HOST.test(url.host);
      if (/^https?:$/.test(url.protocol) && !ours) window.outside.push(request.url());
    });
    page.on("console", (message) => window.console.push(message.text()));
    await page.goto(`http://${server.authority}/?folder=${encodeURIComponent(server.folder)}`);
    await window.ready();
    return window;
  }

  /** The workbench is restored and the extension's commands are registered. */
  private async ready(): Promise<void> {
    await this.page.waitForFunction(() => window.driver !== undefined);
    await this.page.evaluate(() => window.driver?.whenWorkbenchRestored());
    await this.findCommand("Layerscope: Show Log");
    await this.page.keyboard.press("Escape");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  async openFile(name: string): Promise<void> {
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
  }

  /** By its path in the folder, as with Ctrl+P. */
  async quickOpen(path: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.page.locator(".quick-input-widget input[type=text]").first().fill(path);
    await this.page.locator(".quick-input-list .monaco-list-row").first().waitFor();
    await this.page.waitForTimeout(300);
    await this.page.keyboard.press("Enter");
  }

  tab(name: string) {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** The innermost frame that shows something: webviews are nested, and hidden ones stay for a while. */
  async frame(selector: string, timeout = 20_000): Promise<Frame> {
    const end = Date.now() + timeout;
    for (;;) {
      for (const frame of this.page.frames()) {
        const found = await frame.$(selector).catch(() => null);
        if (found !== null && (await found.isVisible().catch(() => false))) return frame;
      }
      if (Date.now() > end) throw new Error(`no webview shows ${selector}`);
      await this.page.waitForTimeout(100);
    }
  }

  async command(title: string): Promise<void> {
    await this.findCommand(title);
    await this.page.waitForTimeout(200);
    await this.page.keyboard.press("Enter");
  }

  /** Reload through the workbench, which saves its state first; the browser's own reload does not do that. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => {
      window.beforeReload = true;
    });
    await this.command("Developer: Reload Window");
    await this.page.waitForFunction(() => window.beforeReload !== true, null, { timeout: 30_000 });
    await this.ready();
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** Closes every editor; false: something stays open, or asks. */
  async closeAll(): Promise<boolean> {
    await this.page.keyboard.press("Escape");
    await this.command("View: Close All Editors");
    const gone = this.page.locator(".tab").first().waitFor({ state: "detached", timeout: 10_000 });
    return await gone.then(
      () => true,
      () => false,
    );
  }

  /** Leaves the palette open with the command listed. */
  private async findCommand(title: string, timeout = 40_000): Promise<void> {
    const end = Date.now() + timeout;
    for (;;) {
      await this.page.keyboard.press("F1");
      const listed = await this.list(title).then(
        () => true,
        () => false,
      );
      if (listed) return;
      await this.page.keyboard.press("Escape");
      if (Date.now() > end) throw new Error(`no command ${title}`);
    }
  }

  /** An editor that comes up takes the focus, and the palette is gone. */
  private async list(command: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]").first();
    await input.fill(`>${command}`, { timeout: 3000 });
    const rows = this.page.locator(".quick-input-list .monaco-list-row", { hasText: command });
    await rows.first().waitFor({ timeout: 1000 });
  }
}
