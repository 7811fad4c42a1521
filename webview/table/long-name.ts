import "./long-name.css";
import { make } from "../dom";
import { endOfPath, endOfWord, separatorOf, tellingName } from "./name-parts";

/** In titles that are made of operators, which say most by how they begin. */
const BETWEEN_OPERATORS = "·";

/** A name whose middle gives way where it is too long: its end tells it from others. */
export function longName(name: string): HTMLElement {
  if (name.includes(BETWEEN_OPERATORS)) {
    const beginning = make("span", { class: "beginning", text: name });
    return make("span", { class: "long-name word", title: name }, beginning);
  }
  const telling = tellingName(name);
  const path = endOfPath(telling);
  const at = path ?? endOfWord(telling);
  const beginning = make("span", { class: "beginning", text: telling.slice(0, at) });
  const kind = path === undefined ? "long-name word" : "long-name";
  const parts = at === 0 ? [] : [beginning];
  return make("span", { class: kind, title: name }, ...parts, endOf(telling.slice(at)));
}

/** Of a name that is told in full elsewhere the last scope and what it holds; the tooltip has all of it. */
export function lastScope(name: string): HTMLElement {
  const separator = separatorOf(name);
  if (!name.includes(separator)) return longName(name);
  const scope = name.lastIndexOf(separator, name.lastIndexOf(separator) - 1);
  return make("span", { class: "long-name", title: name }, endOf(name.slice(scope + 1)));
}

/** Isolated, since what cuts it off at its beginning is a line from right to left. */
function endOf(text: string): HTMLElement {
  return make("span", { class: "end" }, make("bdi", { text }));
}
