/** What TensorFlow.js calls every model: the folder alone tells which one it is. */
const COMMON_NAME = "model.json";

/** What an editor's tab says of a model; undefined: the file's name, as VS Code has it. */
export function tabTitle(path: string): string | undefined {
  const [name, folder = ""] = path.split("/").reverse();
  return name === COMMON_NAME && folder !== "" ? `${folder}/${name}` : undefined;
}
