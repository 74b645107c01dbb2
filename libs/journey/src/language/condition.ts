import { Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';

/** What conditions see. JSON values; `now` is the instant of the judgement. */
export interface Scope {
  readonly event: Readonly<Record<string, unknown>>;
  readonly start: Readonly<Record<string, unknown>>;
  readonly recipient: Readonly<Record<string, unknown>>;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** A condition's answer; `missing` says what made it false. */
export interface Verdict {
  readonly holds: boolean;
  readonly missing?: string;
}

/** A compiled expression. Total: it never throws. */
export interface Expression {
  readonly source: string;
  /** The value, or what was missing. */
  evaluate(scope: Scope): { readonly value: unknown } | { readonly missing: string };
}

/** Why an expression can't be used, in words for its author. */
export interface ExpressionError {
  readonly message: string;
}

const MAP = 'map<string, dyn>';

/** The only place that knows the CEL library (ADR 0006). Limits keep a hostile expression small. */
const environment = withNumbers(
  new Environment({
    limits: {
      maxAstNodes: 500,
      maxDepth: 40,
      maxListElements: 200,
      maxMapEntries: 100,
      maxCallArguments: 16,
    },
  }),
)
  .registerVariable('event', MAP)
  .registerVariable('start', MAP)
  .registerVariable('recipient', MAP)
  .registerVariable('vars', MAP)
  .registerVariable('now', 'google.protobuf.Timestamp');

/** JSON numbers are doubles, literals in CEL mostly ints: arithmetic between them is what people mean. */
function withNumbers(env: Environment): Environment {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  // CEL has no remainder of doubles, and a number of JSON is always one.
  env.registerOperator('double % double: double', (a: number, b: number) => a % b);
  for (const [operator, apply] of Object.entries(operators)) {
    env.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) => apply(a, Number(b)));
    env.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) => apply(Number(a), b));
  }
  return env;
}

/** Compiles a condition or a value, or says why not. `matches` is refused: its engine can take seconds on hostile input. */
export function compileExpression(source: string, wanted: 'bool' | 'any'): Expression | ExpressionError {
  let parsed: ParseResult;
  try {
    parsed = environment.parse(source);
  } catch (error) {
    return { message: firstLine(error) };
  }
  if (callsMatches(parsed.ast))
    return { message: '`matches` is not offered; use startsWith, endsWith, contains or ==' };
  const check = parsed.check();
  if (!check.valid) return { message: firstLine(check.error) };
  if (wanted === 'bool' && check.type !== 'bool' && check.type !== 'dyn') {
    return { message: `a condition is true or false, this is a ${String(check.type)}` };
  }
  return { source, evaluate: (scope) => evaluate(parsed, scope) };
}

/** Judges a condition: a missing field, or a value that is not true, makes it false. */
export function holds(condition: Expression, scope: Scope): Verdict {
  const outcome = condition.evaluate(scope);
  if ('missing' in outcome) return { holds: false, missing: outcome.missing };
  return { holds: outcome.value === true };
}

function evaluate(parsed: ParseResult, scope: Scope): { value: unknown } | { missing: string } {
  try {
    return { value: parsed({ ...scope }) as unknown };
  } catch (error) {
    return {
      missing: error instanceof EvaluationError ? firstLine(error) : 'the expression could not be evaluated',
    };
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300);
}

/** Walks the syntax tree; nodes are `{ op, args }`, arguments nest in arrays. */
function callsMatches(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(callsMatches);
  if (typeof node !== 'object' || node === null || !('op' in node)) return false;
  const { op, args } = node as { op: string; args: unknown };
  if ((op === 'rcall' || op === 'call') && Array.isArray(args) && args[0] === 'matches') return true;
  return callsMatches(args);
}
