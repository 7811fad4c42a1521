import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

/** A text that sources hand to `t`, `plural` or `counted`. */
interface UsedText {
  readonly key: string;
  readonly isPlural: boolean;
  readonly place: string;
}

interface ReadTexts {
  readonly used: readonly UsedText[];
  /** Calls of these whose text is no literal: nobody can look such a text up. */
  readonly unreadable: readonly string[];
  /** Literals that people see, outside of `t`: place and text. */
  readonly bare: readonly string[];
}

const TRANSLATORS = new Set(["t", "plural", "counted"]);
/** Properties whose value people see or hear. */
const SHOWN_PROPERTIES = new Set([
  ...["text", "title", "label", "meaning", "heading", "caption", "xTitle", "yTitle"],
  ...["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder"],
]);
/** Properties of elements that people see when they are assigned. */
const SHOWN_ASSIGNMENTS = new Set(["textContent", "innerText", "title", "placeholder", "ariaLabel"]);
/** Functions that show arguments, by the position of these. */
const SHOWN_ARGUMENTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["toggleButton", [0]],
  ["iconButton", [1]],
  ["textField", [0, 1]],
  ["numberField", [0, 1]],
  ["dropdown", [0]],
  ["slider", [0]],
  ["choice", [0]],
  ["label", [0]],
  ["badge", [0]],
  ["announce", [0]],
  ["section", [0]],
]);
/** A text of its own: more than a unit of a letter, a sign or a number. */
const WORD = /\p{L}{2}/u;
/** Nobody writes class names, attributes or keys like this: an upper-case word, or words with spaces between them. */
const SENTENCE = /^\p{Lu}\p{Ll}+(?:[ ,.:…]|$)|\p{L}{2,}[,;:]? \p{L}{2,}/u;

/** Goes through a folder, but for what stands in `except`: folders with tables of their own, and who speaks for others. */
export function readTexts(folder: string, except: RegExp): ReadTexts {
  const used: UsedText[] = [];
  const unreadable: string[] = [];
  const bare = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || except.test(name)) continue;
    const text = readFileSync(`${folder}/${name}`, "utf8");
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const at = (node: ts.Node): string =>
      `${folder}/${name}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;

    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
      if (ts.isCallExpression(node) && TRANSLATORS.has(node.expression.getText())) {
        const isPlural = node.expression.getText() !== "t";
        const [one, ...rest] = isPlural ? node.arguments.slice(1) : node.arguments;
        const keyed = isPlural ? rest[0] : one;
        const keys = keyed === undefined ? undefined : literals(keyed);
        if (keys === undefined) unreadable.push(`${at(node)}: ${node.getText()}`);
        for (const key of keys ?? []) used.push({ key, isPlural, place: at(node) });
        for (const argument of node.arguments) if (literals(argument) === undefined) visit(argument);
        return;
      }
      for (const shown of shownBy(node))
        for (const literal of spoken(shown))
          if (WORD.test(textOf(literal))) bare.add(`${at(literal)}: ${textOf(literal)}`);
      if (isText(node) && SENTENCE.test(textOf(node)) && !isForMachines(node))
        bare.add(`${at(node)}: ${textOf(node)}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { used, unreadable, bare: [...bare] };
}

/** The literals that an expression may be, or undefined where it may be something else. */
function literals(node: ts.Expression): readonly string[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isConditionalExpression(node)) return undefined;
  const [yes, no] = [literals(node.whenTrue), literals(node.whenFalse)];
  return yes === undefined || no === undefined ? undefined : [...yes, ...no];
}

type Text = ts.StringLiteralLike | ts.TemplateExpression;

function isText(node: ts.Node): node is Text {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** What of a text stands in the source; a hole is a number for whoever looks for words. */
function textOf(node: Text): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("0");
}

/** The expressions in a node that people see. */
function shownBy(node: ts.Node): readonly ts.Expression[] {
  if (ts.isPropertyAssignment(node)) {
    const name = ts.isStringLiteralLike(node.name) ? node.name.text : node.name.getText();
    return SHOWN_PROPERTIES.has(name) ? [node.initializer] : [];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = node;
    return ts.isPropertyAccessExpression(left) && SHOWN_ASSIGNMENTS.has(left.name.text) ? [node.right] : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const called = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : node.expression.getText();
  const [first] = node.arguments;
  if (called === "make") return node.arguments.slice(2);
  if (
    (called === "attr" || called === "setAttribute") &&
    first !== undefined &&
    ts.isStringLiteralLike(first)
  )
    return SHOWN_PROPERTIES.has(first.text) ? node.arguments.slice(1) : [];
  // Of D3 selections.
  if (called === "text" && ts.isPropertyAccessExpression(node.expression)) return node.arguments;
  return (SHOWN_ARGUMENTS.get(called) ?? []).flatMap((position) => node.arguments[position] ?? []);
}

/** The literals that a shown expression may consist of. */
function spoken(node: ts.Expression): readonly Text[] {
  if (isText(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return spoken(node.expression);
  if (ts.isConditionalExpression(node)) return [...spoken(node.whenTrue), ...spoken(node.whenFalse)];
  if (ts.isArrowFunction(node) && ts.isExpression(node.body)) return spoken(node.body);
  if (!ts.isBinaryExpression(node)) return [];
  const kinds = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken];
  return kinds.includes(node.operatorToken.kind) ? [...spoken(node.left), ...spoken(node.right)] : [];
}

/** Selectors, class lists, messages of our own faults, keys of the keyboard and of objects, what is compared. */
function isForMachines(node: Text): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node || parent.name.getText() === "class";
  if (ts.isNewExpression(parent)) return parent.expression.getText() === "Error";
  if (ts.isCallExpression(parent))
    return /^(?:matchMedia|row)$|\.(?:on|attr|select|selectAll)$/.test(parent.expression.getText());
  if (ts.isCaseClause(parent) || ts.isElementAccessExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText());
}
