/**
 * Whether a path that a model names stays in the model's folder: the one place where that is decided.
 *
 * @returns the path's components, or why it is refused, as an end of the sentence "the path …".
 */
export function insideFolder(
  relative: string,
):
  { readonly ok: true; readonly parts: readonly string[] } | { readonly ok: false; readonly reason: string } {
  const refuse = (reason: string) => ({ ok: false, reason }) as const;
  if (relative === "") return refuse("is empty");
  if (relative.includes("\0")) return refuse("holds a NUL character");
  if (/^[a-z][a-z0-9+.-]*:/i.test(relative)) return refuse("is a URL or begins with a drive letter");
  // A backslash separates on Windows, where the same file must not mean something else.
  if (relative.includes("\\")) return refuse("holds a backslash");
  if (relative.startsWith("/")) return refuse("is absolute");
  const parts = relative.split("/").filter((part) => part !== "" && part !== ".");
  // Windows drops dots and blanks at a name's end: "..  " and "... " climb there too.
  if (parts.some((part) => /^\.[. ]+$/.test(part))) return refuse("leaves the folder by '..'");
  // A colon names a stream of a file on Windows (`model.onnx:hidden`), a drive after `./`.
  if (parts.some((part) => part.includes(":"))) return refuse("holds a colon");
  return parts.length === 0 ? refuse("names the folder itself") : { ok: true, parts };
}
