import { readdir, readFile, readlink } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";

/**
 * Ends a thread of the extension host from outside, as a debugger can: told by a signal, Node opens its inspector,
 * which reaches every thread of the process (https://nodejs.org/api/inspector.html). The program that is tested takes
 * no part in it.
 *
 * @param group the process group of the editor's server.
 * @param script the end of the address of what the thread runs.
 */
export async function endThread(context: BrowserContext, group: number, script: string): Promise<void> {
  const host = await newestHost(group);
  process.kill(host, "SIGUSR1");
  const address = await inspectorOf(host);
  // A browser speaks WebSocket, which Node's inspector is spoken to with.
  const page = await context.newPage();
  try {
    const seen = await page.evaluate(exitThread, [address, script] as const);
    if (seen !== undefined)
      throw new Error(`no thread that runs ${script} has ended; there are: ${seen.join(", ")}`);
  } finally {
    await page.close();
  }
}

/**
 * Runs in the browser. Asks again and again: a thread that is only starting knows no `process` yet.
 *
 * @returns the threads that there are, where the one that is meant does not end
 */
async function exitThread([address, script]: readonly [string, string]): Promise<
  readonly string[] | undefined
> {
  const socket = new WebSocket(address);
  const seen: string[] = [];
  let messages = 0;
  const send = (method: string, params: unknown): void => {
    socket.send(JSON.stringify({ id: ++messages, method, params }));
  };
  const exit = (sessionId: string): void => {
    const message = { id: messages, method: "Runtime.evaluate", params: { expression: "process.exit(1)" } };
    send("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify(message) });
  };
  return await new Promise((resolve) => {
    let asking: ReturnType<typeof setInterval> | undefined;
    let meant: string | undefined;
    const settle = (answer: readonly string[] | undefined): void => {
      clearInterval(asking);
      socket.close();
      resolve(answer);
    };
    socket.onopen = () => {
      send("NodeWorker.enable", { waitForDebuggerOnStart: false });
      setTimeout(settle, 30_000, seen);
    };
    socket.onmessage = ({ data }) => {
      const { method, params } = JSON.parse(String(data)) as {
        readonly method?: string;
        readonly params: { readonly sessionId: string; readonly workerInfo: { readonly url: string } };
      };
      if (method === "NodeWorker.attachedToWorker") {
        const { sessionId, workerInfo } = params;
        seen.push(workerInfo.url);
        if (!workerInfo.url.endsWith(script)) return;
        meant = sessionId;
        exit(sessionId);
        asking = setInterval(exit, 250, sessionId);
      }
      if (method === "NodeWorker.detachedFromWorker" && params.sessionId === meant) settle(undefined);
    };
  });
}

/** Windows that were closed leave theirs behind for a while. */
async function newestHost(group: number): Promise<number> {
  const hosts: { readonly pid: number; readonly start: number }[] = [];
  for (const entry of await readdir("/proc")) {
    const command = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    if (!command.includes("--type=extensionHost")) continue;
    // The fields behind the name, which stands in brackets: state, parent, group …; the 22nd of all is the start.
    const fields = (await readFile(`/proc/${entry}/stat`, "utf8")).replace(/^.*\) /s, "").split(" ");
    if (Number(fields[2]) === group) hosts.push({ pid: Number(entry), start: Number(fields[19]) });
  }
  const newest = hosts.toSorted((a, b) => b.start - a.start)[0];
  if (newest === undefined) throw new Error("there is no extension host");
  return newest.pid;
}

/** The address of a process's inspector, once it listens. */
async function inspectorOf(pid: number): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    for (const port of await listeningPorts(pid)) {
      const answer = await fetch(`http://127.0.0.1:${String(port)}/json/list`).catch(() => undefined);
      const [first] =
        answer?.ok === true ? ((await answer.json()) as { webSocketDebuggerUrl: string }[]) : [];
      if (first !== undefined) return first.webSocketDebuggerUrl;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the extension host's inspector does not answer");
}

const LISTENS = "0A";

/** By the sockets that a process has open: https://docs.kernel.org/networking/proc_net_tcp.html. */
async function listeningPorts(pid: number): Promise<readonly number[]> {
  const open = new Set<string>();
  for (const file of await readdir(`/proc/${String(pid)}/fd`)) {
    open.add(await readlink(`/proc/${String(pid)}/fd/${file}`).catch(() => ""));
  }
  const lines = (await readFile(`/proc/${String(pid)}/net/tcp`, "utf8")).trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    return state === LISTENS && open.has(`socket:[${inode}]`)
      ? [parseInt(local.split(":")[1] ?? "", 16)]
      : [];
  });
}
