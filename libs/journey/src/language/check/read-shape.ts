import { suggest } from '@hermod/contracts';
import type { z } from 'zod';
import { JourneyHead, MAX_STEPS } from '../journey-document.ts';
import { AskRung, Reply, Rung, type Step, STEP_KINDS, type StepKind } from '../steps.ts';
import { error, type Finding } from '../problem.ts';
import type { Place, Sketch } from './sketch.ts';

/** What is known of the shape of a document. */
export interface Shape {
  readonly sketch: Sketch;
  readonly findings: readonly Finding[];
}

/** What was given stands in each issue, so that its fix can say what was probably meant. */
const REPORTING = { reportInput: true } as const;
const KINDS = Object.keys(STEP_KINDS) as StepKind[];

/** Reads a document as far as it has the shape of a journey; each part that has not is a finding. */
export function readShape(input: unknown): Shape {
  const given = isObject(input) ? input : {};
  const findings: Finding[] = [];
  const head = JourneyHead.safeParse(input, REPORTING);
  if (!head.success) findings.push(...toFindings(head.error, '', Object.keys(JourneyHead.shape)));
  const list = Array.isArray(given['steps']) ? given['steps'].slice(0, MAX_STEPS) : [];
  const steps = list.map((step: unknown, index) => readStep(step, `steps[${index}]`, findings));
  const ids = list.map((step: unknown) =>
    isObject(step) && typeof step['id'] === 'string' ? step['id'] : undefined,
  );
  const places = steps.map((step, index): Place => ({
    at: `steps[${index}]`,
    id: step?.id ?? ids[index],
    step,
    following: ids[index + 1],
  }));
  return { sketch: { head: head.success ? head.data : partsOfHead(given), places }, findings };
}

/** The parts of a head that are right, where others are not. */
function partsOfHead(given: Readonly<Record<string, unknown>>): Sketch['head'] {
  const parts = (['journey', 'purpose', 'topic', 'start', 'exit', 'expires'] as const).flatMap((name) => {
    const verdict = JourneyHead.shape[name].safeParse(given[name]);
    return verdict.success && verdict.data !== undefined ? [[name, verdict.data] as const] : [];
  });
  return Object.fromEntries(parts);
}

function readStep(input: unknown, path: string, findings: Finding[]): Step | undefined {
  const given = isObject(input) ? KINDS.filter((kind) => Object.hasOwn(input, kind)) : [];
  if (given.length === 1) {
    const schema = STEP_KINDS[given[0]!];
    const verdict = schema.safeParse(input, REPORTING);
    const lost = findProto(input, path);
    findings.push(...lost);
    if (verdict.success) return lost.length === 0 ? verdict.data : undefined;
    findings.push(...toFindings(verdict.error, path, Object.keys(schema.shape)));
    return undefined;
  }
  if (given.length > 1)
    findings.push(error(path, `a step does one thing, not ${given.join(' and ')}`, 'make it two steps'));
  else findings.push(error(path, 'this step says nothing to do', whatToDo(input)));
  return undefined;
}

/** A schema leaves `__proto__` out without a word, so that what its author wrote would be lost. */
function findProto(input: unknown, path: string): Finding[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  const own = Object.hasOwn(input, '__proto__')
    ? [error(`${path}.__proto__`, 'nothing can be called `__proto__`', 'give it another name')]
    : [];
  // As deep as names stand that an author gives: `publish.data.name`.
  const parts = path.split('.').length > 3 ? [] : Object.entries(input);
  return [...own, ...parts.flatMap(([key, part]) => findProto(part, `${path}.${key}`))];
}

function whatToDo(input: unknown): string {
  const keys = isObject(input) ? Object.keys(input).filter((key) => key !== 'id' && key !== 'then') : [];
  const [word] = keys;
  const list = `give it one of: ${KINDS.join(', ')}`;
  if (word === undefined) return list;
  const meant = suggest(word, KINDS, 'give it one of');
  return meant.startsWith('did') ? `${meant} ${list}` : list;
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function toFindings(failure: z.ZodError, at: string, known: readonly string[]): Finding[] {
  return failure.issues.map((issue) => {
    const path = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    const field = `${at}${path}`.replace(/^\./, '') || 'journey';
    return error(field, issue.message, fixOf(issue, issue.path.length === 0 ? known : keysAt(issue.path)));
  });
}

/** Keys that may stand at a path, for those that may hold a key that nobody knows. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const [last, before] = path.toReversed();
  if (last === 'start') return Object.keys(JourneyHead.shape.start.shape);
  if (typeof last === 'number' && before === 'escalate') return Object.keys(Rung.shape);
  if (typeof last === 'number' && before === 'ask') return Object.keys(AskRung.shape);
  if (typeof last === 'number' && before === 'replies') return Object.keys(Reply.shape);
  if (last === 'wait') return Object.keys(STEP_KINDS.wait.shape.wait.shape);
  if (last === 'collect') return Object.keys(STEP_KINDS.collect.shape.collect.shape);
  if (last === 'publish') return Object.keys(STEP_KINDS.publish.shape.publish.shape);
  return [];
}

/** What mends the shape, where the message does not say it already. */
function fixOf(issue: z.core.$ZodIssue, known: readonly string[]): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    const meant = known.length === 0 ? '' : suggest(issue.keys[0]!, known, 'it may hold');
    return `remove ${issue.keys.join(', ')}, or correct its name${meant === '' ? '' : ` (${meant})`}`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const given = typeof issue.input === 'string' ? issue.input : '';
    return suggest(given, values, 'use one of');
  }
  if (issue.code === 'invalid_union') return 'name a step, or a step for each outcome';
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}`;
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.message.endsWith('undefined')) return 'add it';
  return `make it ${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
}
