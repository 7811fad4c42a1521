/** Of letters: a longer end leaves no room for the beginning. */
const LONGEST_END = 28;

/** Letters of the end of a word, and of the shortest word that has one. */
const WORD_END = 8;
const LONGEST_WHOLE_WORD = 12;

/** TensorFlow calls most weights by how they are read, PyTorch most values by being the output of a node. */
const COMMON_END = /\/ReadVariableOp(?=(?:_\d+)?$)|_output_0$/;

/** A name in which dots stand for a part that tells it from no other. */
export function tellingName(name: string): string {
  return name.replace(COMMON_END, "…");
}

/**
 * Where the last two parts begin, or the last one where that is long enough, of what dots part where slashes part only
 * what is too long; undefined where there are no parts.
 */
export function endOfPath(name: string): number | undefined {
  const at = endOfParts(name, separatorOf(name));
  return at ?? endOfParts(name, ".");
}

function endOfParts(name: string, separator: "/" | "."): number | undefined {
  const last = name.lastIndexOf(separator);
  if (last < 0) return undefined;
  const cut = name.lastIndexOf(separator, last - 1);
  const at = 1 + (name.length - cut <= LONGEST_END ? cut : last);
  return name.length - at < LONGEST_END ? at : undefined;
}

/** What parts a name into scopes. */
export function separatorOf(name: string): "/" | "." {
  return name.includes("/") ? "/" : ".";
}

/** Where the last letters of a name without parts begin; 0 where it is short. */
export function endOfWord(name: string): number {
  return name.length <= LONGEST_WHOLE_WORD ? 0 : name.length - WORD_END;
}
