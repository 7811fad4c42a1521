import "./long-name.css";
import { make } from "../dom";

/** Of letters: a longer end leaves no room for the beginning. */
const LONGEST_END = 28;

/** Letters of the end of a word, and of the shortest word that has one. */
const WORD_END = 8;
const LONGEST_WHOLE_WORD = 12;

/** A name whose middle gives way where it is too long: its end tells it from others. */
export function longName(name: string): HTMLElement {
  const path = endOfPath(name);
  const at = path ?? endOfWord(name);
  const beginning = make("span", { class: "beginning", text: name.slice(0, at) });
  const kind = path === undefined ? "long-name word" : "long-name";
  return make("span", { class: kind, title: name }, ...(at === 0 ? [] : [beginning]), endOf(name.slice(at)));
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

/** Where the last two parts begin, or the last one where that is long enough; undefined where there are no parts. */
function endOfPath(name: string): number | undefined {
  const separator = separatorOf(name);
  const last = name.lastIndexOf(separator);
  if (last < 0) return undefined;
  const cut = name.lastIndexOf(separator, last - 1);
  const at = 1 + (name.length - cut <= LONGEST_END ? cut : last);
  return name.length - at < LONGEST_END ? at : undefined;
}

function separatorOf(name: string): "/" | "." {
  return name.includes("/") ? "/" : ".";
}

function endOfWord(name: string): number {
  return name.length <= LONGEST_WHOLE_WORD ? 0 : name.length - WORD_END;
}
