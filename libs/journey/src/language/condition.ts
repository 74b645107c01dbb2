import { Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';
import { Budget, OverBudget, putOnBudget } from './expression-budget.ts';
import { calls, comparedWithInstant, type Path, pathsOf, walksWithin } from './expression-tree.ts';

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

/** An expression as it was written, and what it looks at. */
export interface CompiledExpression<S = Scope> extends Expression<S> {
  readonly paths: readonly Path[];
}

/** What an expression is to give: a truth value, an instant (a timestamp, or ISO 8601 as text), or whatever it is. */
export type Wanted = 'bool' | 'instant' | 'any';

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

/** Lists may be walked within a walk, and no deeper. */
const MOST_WALKS_WITHIN = 2;

/**
 * This file, the budget and the tree beside it are all that knows the CEL library (ADR 0006). Limits keep a hostile
 * expression small.
 */
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

/**
 * Compiles a condition or a value, or says why not. `matches` is refused: its engine can take seconds on hostile input. What
 * one evaluation may cost is bounded by a budget.
 */
export function compileExpression<P extends Place = 'run'>(
  source: string,
  wanted: Wanted,
  place?: P,
): CompiledExpression<ScopeOf<P>> | ExpressionError {
  let parsed: ParseResult;
  try {
    parsed = ENVIRONMENTS[place ?? 'run'].parse(source);
  } catch (error) {
    return { message: inWords(error) };
  }
  const mistake = mistakeIn(parsed, wanted);
  if (mistake !== undefined) return { message: mistake };
  const budget = new Budget();
  putOnBudget(parsed.ast, budget);
  return {
    source,
    paths: pathsOf(parsed.ast),
    evaluate: (scope) => evaluate(parsed, budget, scope, wanted),
  };
}

/** What is wrong with an expression that could be parsed, or undefined. */
function mistakeIn({ ast, check }: ParseResult, wanted: Wanted): string | undefined {
  if (calls(ast, 'matches')) return '`matches` is not offered; use startsWith, endsWith, contains or ==';
  if (walksWithin(ast) > MOST_WALKS_WITHIN)
    return 'lists are walked within walks of lists; one walk within another is the most';
  const { valid, type, error } = check();
  if (!valid) return inWords(error);
  const text = comparedWithInstant(ast);
  if (text !== undefined)
    return `${text} is no instant, for JSON has none: write timestamp(${text}) to compare it with one`;
  if (wanted === 'bool' && type !== 'bool' && type !== 'dyn')
    return `a condition is true or false, this is a ${named(type!)}`;
  if (wanted === 'instant' && !['google.protobuf.Timestamp', 'string', 'dyn'].includes(type!))
    return `this has to be an instant, it is a ${named(type!)}`;
  return undefined;
}

/** Judges a condition: a missing field, or a value that is not true, makes it false. */
export function holds<S>(condition: Expression<S>, scope: S): Verdict {
  const outcome = condition.evaluate(scope);
  if ('missing' in outcome) return { holds: false, missing: outcome.missing };
  return { holds: outcome.value === true };
}

function evaluate(
  parsed: ParseResult,
  budget: Budget,
  scope: object,
  wanted: Wanted,
): { value: unknown } | { missing: string } {
  budget.refill();
  try {
    const value = parsed({ ...scope }) as unknown;
    if (wanted === 'any') budget.spendOn(value);
    return { value };
  } catch (error) {
    const isTold = error instanceof EvaluationError || error instanceof OverBudget;
    return { missing: isTold ? inWords(error) : 'the expression could not be evaluated' };
  }
}

/** The first line of an error, with the names of types as people know them. */
function inWords(error: unknown): string {
  return named((error instanceof Error ? error.message : String(error)).split('\n')[0]!).slice(0, 300);
}

const named = (text: string): string =>
  text
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll('google.protobuf.Duration', 'duration');
