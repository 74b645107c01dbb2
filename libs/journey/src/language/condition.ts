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
export interface Expression<S = Scope> {
  readonly source: string;
  /** The value, or what was missing. */
  evaluate(scope: S): { readonly value: unknown } | { readonly missing: string };
}

/** Why an expression can't be used, in words for its author. */
export interface ExpressionError {
  readonly message: string;
}

/** What the condition of an audience sees. Times are the last ones, by event type and by signal. */
export interface AudienceScope {
  /** What starts the audience: the event of `on`, or the launch itself. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly recipient: Readonly<Record<string, unknown>>;
  readonly lastEvent: Readonly<Record<string, Date>>;
  readonly lastSignal: Readonly<Record<string, Date>>;
  readonly now: Date;
}

const MAP = 'map<string, dyn>';
const TIMES = 'map<string, google.protobuf.Timestamp>';

/** The names that an expression sees, by where it stands. */
const VARIABLES = {
  run: { event: MAP, start: MAP, recipient: MAP, vars: MAP, now: 'google.protobuf.Timestamp' },
  audience: {
    event: MAP,
    recipient: MAP,
    lastEvent: TIMES,
    lastSignal: TIMES,
    now: 'google.protobuf.Timestamp',
  },
} as const;
/** Where an expression stands. */
export type Place = keyof typeof VARIABLES;
/** What an expression sees there. */
export type ScopeOf<P extends Place> = P extends 'audience' ? AudienceScope : Scope;

/** The only place that knows the CEL library (ADR 0006). Limits keep a hostile expression small. */
const ENVIRONMENTS: Readonly<Record<Place, Environment>> = {
  run: environmentWith(VARIABLES.run),
  audience: environmentWith(VARIABLES.audience),
};

function environmentWith(variables: Readonly<Record<string, string>>): Environment {
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
  );
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type);
  return environment;
}

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
export function compileExpression<P extends Place = 'run'>(
  source: string,
  wanted: 'bool' | 'any',
  place?: P,
): Expression<ScopeOf<P>> | ExpressionError {
  let parsed: ParseResult;
  try {
    parsed = ENVIRONMENTS[place ?? 'run'].parse(source);
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
export function holds<S>(condition: Expression<S>, scope: S): Verdict {
  const outcome = condition.evaluate(scope);
  if ('missing' in outcome) return { holds: false, missing: outcome.missing };
  return { holds: outcome.value === true };
}

function evaluate(parsed: ParseResult, scope: object): { value: unknown } | { missing: string } {
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
