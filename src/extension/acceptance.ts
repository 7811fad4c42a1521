/** Where a file or folder is: a part of VS Code's Uri. */
interface Place {
  readonly scheme: string;
  readonly path: string;
}

/** Why a finding cannot be accepted: the model ships with the extension, or its folder may not be written. */
type Refusal = "shipped" | "read-only";

/** What is accepted is kept beside the model; undefined: it can be. An update would replace the extension's folder. */
export function refusalFor(model: Place, extension: Place, readOnly: boolean): Refusal | undefined {
  if (model.scheme === extension.scheme && model.path.startsWith(`${extension.path}/`)) return "shipped";
  return readOnly ? "read-only" : undefined;
}
