import { escapeExpression } from "./escape.ts";

/** What a template may name: `.Email`, `.Data.full_name`. */
export type TemplateValues = Readonly<Record<string, unknown>>;

export interface Template {
  render(values: TemplateValues): string;
}

/** Whether values are escaped for HTML, or put into a line of text as they are. */
export type Output = "html" | "text";

type Operand = { kind: "literal"; value: string } | { kind: "path"; path: readonly string[] };
type Expression =
  | Operand
  | { kind: "call"; name: "eq" | "ne" | "and" | "or" | "not"; operands: readonly Expression[] };
type Node =
  | { kind: "text"; text: string }
  | { kind: "value"; operand: Operand; before: string }
  | { kind: "if"; condition: Expression; whenTrue: Node[]; whenFalse: Node[] };

const ACTION = /\{\{(-\s)?\s*(\/\*[\s\S]*?\*\/|[\s\S]*?)\s*(\s-)?\}\}/g;
const KEYWORD = /^(if|else|end)(?![\w.])(?:\s*(?<=else\s+)(if)(?![\w.]))?([\s\S]*)$/;
const TOKEN = /"(?:[^"\\]|\\.)*"|`[^`]*`|\(|\)|[^\s()"`]+/g;
const PATH = /^\.(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)?$/;
const FUNCTIONS = ["eq", "ne", "and", "or", "not"] as const;

/**
 * The part of Go's templates that mails use: values, comments, trimming (`{{-`), and `if` with `eq`,
 * `ne`, `and`, `or`, `not`. Anything else is refused when the template is read.
 * https://supabase.com/docs/guides/auth/auth-email-templates
 */
export function parseTemplate(source: string, output: Output): Template {
  const root: Node[] = [];
  const open: { node: Extract<Node, { kind: "if" }>; body: Node[]; isChained: boolean }[] = [];
  let body = root;
  let end = 0;
  let trimNext = false;
  /** All literal text so far: it tells in what part of the HTML a value stands. */
  let before = "";

  const addText = (text: string) => {
    if (text === "") return;
    before += text;
    body.push({ kind: "text", text });
  };
  const openIf = (source: string, isChained: boolean) => {
    const node = {
      kind: "if" as const,
      condition: parseExpression(source),
      whenTrue: [],
      whenFalse: [],
    };
    body.push(node);
    open.push({ node, body, isChained });
    body = node.whenTrue;
  };

  for (const match of source.matchAll(ACTION)) {
    let text = source.slice(end, match.index);
    if (trimNext) text = text.trimStart();
    addText(match[1] ? text.trimEnd() : text);
    end = match.index + match[0].length;
    trimNext = match[3] !== undefined;
    const action = match[2] ?? "";
    if (action.startsWith("/*")) continue;
    const [, keyword, chained, rest = ""] = KEYWORD.exec(action) ?? [];
    if (keyword === "if") openIf(rest, false);
    else if (keyword === "else") {
      const top = open.at(-1);
      if (!top) throw new SyntaxError("{{ else }} without {{ if }}");
      body = top.node.whenFalse;
      if (chained) openIf(rest, true);
    } else if (keyword === "end") {
      let closed = open.pop();
      if (!closed) throw new SyntaxError("{{ end }} without {{ if }}");
      while (closed?.isChained) closed = open.pop();
      body = closed?.body ?? root;
    } else body.push({ kind: "value", operand: parseOperand(action), before });
  }
  if (open.length > 0) throw new SyntaxError("{{ if }} without {{ end }}");
  const last = source.slice(end);
  addText(trimNext ? last.trimStart() : last);
  return { render: (values) => renderNodes(root, values, output) };
}

function parseOperand(source: string): Operand {
  const text = source.trim();
  if (PATH.test(text)) return { kind: "path", path: text.split(".").filter((part) => part !== "") };
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return { kind: "literal", value: JSON.parse(text) };
  if (/^`[^`]*`$/.test(text)) return { kind: "literal", value: text.slice(1, -1) };
  throw new SyntaxError(`{{ ${text} }} is not supported`);
}

function parseExpression(source: string): Expression {
  const tokens = source.match(TOKEN) ?? [];
  let position = 0;

  function readTerm(): Expression {
    const token = tokens[position];
    position += 1;
    if (token === undefined) throw new SyntaxError("{{ if }} without a condition");
    if (token !== "(") return parseOperand(token);
    const inner = readCall();
    if (tokens[position] !== ")") throw new SyntaxError(`unbalanced brackets in {{ if${source} }}`);
    position += 1;
    return inner;
  }

  function readCall(): Expression {
    const name = FUNCTIONS.find((candidate) => candidate === tokens[position]);
    if (name === undefined) return readTerm();
    position += 1;
    const operands: Expression[] = [];
    while (position < tokens.length && tokens[position] !== ")") operands.push(readTerm());
    if (operands.length === 0) throw new SyntaxError(`${name} without operands`);
    return { kind: "call", name, operands };
  }

  const expression = readCall();
  if (position < tokens.length) throw new SyntaxError(`{{ if${source} }} is not supported`);
  return expression;
}

function renderNodes(nodes: readonly Node[], values: TemplateValues, output: Output): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      if (node.kind === "if") {
        const branch = isTruthy(evaluate(node.condition, values)) ? node.whenTrue : node.whenFalse;
        return renderNodes(branch, values, output);
      }
      const text = toText(evaluate(node.operand, values));
      return output === "html" ? escapeExpression(text, node.before) : text;
    })
    .join("");
}

function evaluate(expression: Expression, values: TemplateValues): unknown {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "path") return lookUp(values, expression.path);
  const operands = expression.operands.map((operand) => evaluate(operand, values));
  const [first] = operands;
  switch (expression.name) {
    case "not":
      return !isTruthy(first);
    case "and":
      return operands.find((operand) => !isTruthy(operand)) ?? operands.at(-1);
    case "or":
      return operands.find(isTruthy) ?? operands.at(-1);
    case "eq":
      return operands.slice(1).some((operand) => toText(operand) === toText(first));
    case "ne":
      return operands.slice(1).every((operand) => toText(operand) !== toText(first));
  }
}

function lookUp(values: TemplateValues, path: readonly string[]): unknown {
  let value: unknown = values;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** Go's idea of a value that counts: not empty, not zero. */
function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
