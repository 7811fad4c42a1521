import type { Expression } from "./expression";
import { ceilDivide, floorDivide, modulo } from "./division";
import { add, multiply, negate, subtract, symbol } from "./expression";
import { maximum, minimum } from "./order";
import { normal } from "./integer";

/** Longer texts are names, not arithmetic: bounds the parser's work and nesting. */
const LONGEST_TEXT = 1_000;
const DEEPEST_NESTING = 64;

const TOKEN = /\s*(?:(\d+)|([A-Za-z_][\w.]*)|`([^`]*)`|(\/\/|[-+*/(),%]))/y;

const CALLS: Readonly<Record<string, (a: Expression, b: Expression) => Expression>> = {
  min: minimum,
  Min: minimum,
  max: maximum,
  Max: maximum,
  mod: modulo,
  Mod: modulo,
};

/**
 * Reads a dimension as a file declares it: a symbol's name or an expression over symbols (`12*batch`,
 * `(((height - 1)//8)) + 1`). What is no expression is a symbol of that name.
 */
export function parseDimension(text: string): Expression {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_TEXT) return symbol(trimmed);
  const tokens = tokensOf(trimmed);
  if (tokens === undefined) return symbol(trimmed);
  const parser = new Parser(tokens);
  const parsed = parser.sum(0);
  return parsed === undefined || !parser.done ? symbol(trimmed) : parsed;
}

interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign";
  readonly text: string;
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, number, name, quoted, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

/** Recursive descent; undefined as soon as the text is no expression. */
class Parser {
  private at = 0;
  /** How many `floor( )` are open: outside, a single slash is part of a name such as `Squeeze/decoder/out`. */
  private floors = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get done(): boolean {
    return this.at === this.tokens.length;
  }

  sum(depth: number): Expression | undefined {
    if (depth > DEEPEST_NESTING) return undefined;
    let result = this.product(depth);
    while (result !== undefined) {
      const sign = this.take("+", "-");
      if (sign === undefined) return result;
      const next = this.product(depth);
      if (next === undefined) return undefined;
      result = sign === "+" ? add(result, next) : subtract(result, next);
    }
    return undefined;
  }

  private product(depth: number): Expression | undefined {
    let result = this.factor(depth);
    while (result !== undefined) {
      const sign = this.take("*", "//", "%", ...(this.floors > 0 ? ["/"] : []));
      if (sign === undefined) return result;
      const next = this.factor(depth);
      if (next === undefined || (sign !== "*" && next === 0)) return undefined;
      if (sign === "*") result = multiply(result, next);
      else result = sign === "%" ? modulo(result, next) : floorDivide(result, next);
    }
    return undefined;
  }

  private factor(depth: number): Expression | undefined {
    if (depth > DEEPEST_NESTING) return undefined;
    if (this.take("-") !== undefined) {
      const operand = this.factor(depth + 1);
      return operand === undefined ? undefined : negate(operand);
    }
    if (this.take("(") !== undefined) {
      const inner = this.sum(depth + 1);
      return this.take(")") === undefined ? undefined : inner;
    }
    const token = this.tokens[this.at];
    if (token === undefined || token.kind === "sign") return undefined;
    this.at++;
    if (token.kind === "number") return normal(BigInt(token.text));
    if (token.kind === "name" && this.take("(") !== undefined) return this.call(token.text, depth + 1);
    return symbol(token.text);
  }

  private call(name: string, depth: number): Expression | undefined {
    if (name === "floor") this.floors++;
    const first = name === "ceil" || name === "ceiling" ? this.ceiling(depth) : this.sum(depth);
    if (name === "floor") this.floors--;
    if (first === undefined) return undefined;
    if (["floor", "ceil", "ceiling"].includes(name)) return this.take(")") === undefined ? undefined : first;
    const combine = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
    let result = first;
    if (combine === undefined) return undefined;
    while (this.take(",") !== undefined) {
      const next = this.sum(depth);
      if (next === undefined || (combine === modulo && next === 0)) return undefined;
      result = combine(result, next);
    }
    return this.take(")") === undefined ? undefined : result;
  }

  /** `a/b` inside `ceil( )`. */
  private ceiling(depth: number): Expression | undefined {
    const numerator = this.factor(depth);
    if (numerator === undefined || this.take("/") === undefined) return numerator;
    const denominator = this.factor(depth);
    return denominator === undefined || denominator === 0 ? undefined : ceilDivide(numerator, denominator);
  }

  private take(...signs: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || !signs.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }
}
