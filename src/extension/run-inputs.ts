import { basename } from "node:path/posix";
import * as vscode from "vscode";
import type { RunInputs } from "../document/protocol/runs";

/** Files that a person chose for the inputs of a model: only these are read, whatever a page asks for. */
export class RunInputFiles {
  private readonly files = new Map<string, readonly vscode.Uri[]>();

  constructor(private readonly model: vscode.Uri) {}

  /** The files' names by input, for the page. */
  get names(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      Array.from(this.files, ([input, uris]) => [input, uris.map(({ path }) => basename(path))]),
    );
  }

  /** Asks for files; one file of numbers, or several images. */
  async pick(input: string): Promise<void> {
    const { t } = vscode.l10n;
    const uris = await vscode.window.showOpenDialog({
      title: t("Values for the Input {0}", input),
      defaultUri: vscode.Uri.joinPath(this.model, ".."),
      canSelectMany: true,
      openLabel: t("Feed This"),
      filters: {
        [t("Arrays and images")]: ["npy", "npz", "pb", "json", "csv", "tsv", "png", "jpg", "jpeg"],
        [t("All files")]: ["*"],
      },
    });
    if (uris !== undefined && uris.length > 0) this.files.set(input, uris);
  }

  drop(input: string): void {
    this.files.delete(input);
  }

  /** What the files hold now. Throws where one cannot be read. */
  async read(): Promise<RunInputs["given"]> {
    const read = Array.from(this.files, async ([input, uris]) => {
      const files = uris.map(async (uri) => ({
        name: basename(uri.path),
        bytes: await vscode.workspace.fs.readFile(uri),
      }));
      return [input, await Promise.all(files)] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  }
}
