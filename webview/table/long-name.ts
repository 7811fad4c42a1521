import "./long-name.css";
import { make } from "../dom";

/** Of letters: a longer end leaves no room for the beginning. */
const LONGEST_END = 28;

/** A name whose middle gives way where it is too long: its end tells it from others. */
export function longName(name: string): HTMLElement {
  return make("span", { class: "long-name", title: name }, ...nameParts(name));
}

export function nameParts(name: string): readonly HTMLElement[] {
  const [beginning, end] = splitName(name);
  // Isolated, since what cuts it off at its beginning is a line from right to left.
  const whole = make("bdi", { text: end });
  return [make("span", { class: "beginning", text: beginning }), make("span", { class: "end" }, whole)];
}

/** The end: the last two parts, where they are not too long themselves. */
function splitName(name: string): readonly [beginning: string, end: string] {
  const separator = name.includes("/") ? "/" : ".";
  const last = name.lastIndexOf(separator);
  if (last < 0) return ["", name];
  const cut = name.lastIndexOf(separator, last - 1);
  const at = name.length - cut <= LONGEST_END ? cut : last;
  return name.length - at > LONGEST_END ? ["", name] : [name.slice(0, at + 1), name.slice(at + 1)];
}
