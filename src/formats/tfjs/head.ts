/** How much of a file is looked at to tell a model from other JSON: what names it stands near the beginning. */
export const TFJS_HEAD_BYTES = 64 * 1024;

/** What only models say: keys at their top, which may come late, and the value of one that comes first. */
const MODEL = /"(modelTopology|weightsManifest|model_config)"\s*:|"format"\s*:\s*"(layers|graph)-model"/;

/** A topology that stands alone: of Keras, or a GraphDef. */
const TOPOLOGY =
  /^\s*\{\s*("class_name"\s*:\s*"[^"]*"\s*,\s*"config"|"node"\s*:\s*\[\s*\{\s*"(name|op)")\s*:/;

/** A manifest alone: a list of groups of files and weights. */
const MANIFEST = /^\s*\[\s*\{\s*"(paths|weights)"\s*:\s*\[/;

/** Whether a file begins like a model of TensorFlow.js, as far as its first bytes tell. */
export function looksLikeTfjs(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  return (/^\s*\{/.test(text) && MODEL.test(text)) || TOPOLOGY.test(text) || MANIFEST.test(text);
}
