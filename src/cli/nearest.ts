/** The known word that a mistyped one most likely meant; undefined where none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  // A third of the letters may be wrong; beyond that a suggestion is a guess.
  let best = Math.max(1, Math.floor(given.length / 3));
  let found: string | undefined;
  for (const word of known) {
    // Longer than any word we know: not worth a table.
    if (Math.abs(word.length - given.length) > best) continue;
    const distance = editDistance(given, word);
    if (distance < best || (distance === best && found === undefined)) {
      best = distance;
      found = word;
    }
  }
  return found;
}

/** Insertions, deletions and replacements from one word to the other (Levenshtein), row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
