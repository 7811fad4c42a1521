import { afterEach, describe, expect, test } from "vitest";
import { counted, speak, t, type Texts } from "../../src/words/texts";

const RUSSIAN: Texts = {
  language: "ru",
  texts: {
    "{0} of {1}": "{1}, из них {0}",
    "{0} nodes": { one: "{0} узел", few: "{0} узла", many: "{0} узлов" },
  },
};

afterEach(() => {
  speak(undefined);
});

describe("a text", () => {
  test("is English while no other language is spoken, and where there is no translation", () => {
    expect(t("{0} of {1}", 2, 3)).toBe("2 of 3");
    speak(RUSSIAN);
    expect(t("{0} and {1}", 2, 3)).toBe("2 and 3");
  });

  test("has its values where the language that is spoken puts them", () => {
    speak(RUSSIAN);
    expect(t("{0} of {1}", 2, "x")).toBe("x, из них 2");
  });

  test("keeps a value that looks like a hole", () => {
    expect(t("{0} of {1}", "{1}", 3)).toBe("{1} of 3");
  });
});

describe("a text that counts", () => {
  test.each([
    [1, "1 node", "1 узел"],
    [3, "3 nodes", "3 узла"],
    [11, "11 nodes", "11 узлов"],
    [21, "21 nodes", "21 узел"],
    [1.5, "1.5 nodes", "1.5 узла"],
  ])("says %d as '%s' and '%s'", (count, english, russian) => {
    const said = (): string => counted(count, "{0} node", "{0} nodes", count);
    expect(said()).toBe(english);
    speak(RUSSIAN);
    expect(said()).toBe(russian);
  });
});
