import { durationMs } from '@hermod/calendar';
import { compileExpressions, type Expressions, type Look } from '../compile-expressions.ts';
import type { JourneyDocument } from '../journey-document.ts';
import { error, type Finding } from '../problem.ts';
import type { Step } from '../steps.ts';
import { findIdMistakes, findMissingOutcomes } from './find-id-mistakes.ts';
import { findLongWaits } from './find-long-waits.ts';
import { findMessageMistakes, type Templates } from './find-message-mistakes.ts';
import { findReplyMistakes } from './find-reply-mistakes.ts';
import { findStartMistakes } from './find-start-mistakes.ts';
import { findLateVariables, findValueMistakes } from './find-value-mistakes.ts';
import { findUnreached, findWayMistakes } from './find-way-mistakes.ts';
import { readShape } from './read-shape.ts';
import { readPlaces, type Sketch } from './sketch.ts';
import { type DeadArms, type StepGraph, stepGraph } from './step-graph.ts';

/** Most findings that are told of one document: nobody reads more, and a text of half a megabyte could make thousands. */
export const MOST_FINDINGS = 200;

const DEFAULT_EXPIRY_MS = {
  critical: 15 * 60_000,
  transactional: 86_400_000,
  marketing: 86_400_000,
} as const;

/** Most expressions of a document, over all of its steps. */
export const MOST_EXPRESSIONS = 1_000;

/** All that one pass over a document gives. */
export interface Examined {
  readonly findings: readonly Finding[];
  /** What it is, if its shape is right. */
  readonly whole?: {
    readonly document: JourneyDocument;
    readonly expressions: Expressions;
    /** Whether the engine can run it, whatever else is wrong: each way leads to a step, and each round ends. */
    readonly canRun: boolean;
  };
}

/** What can't be known from the document itself. */
export interface Known {
  /** The templates that there are; without, nothing is said about templates. */
  readonly templates?: Templates;
}

/** Finds every mistake of a document, in one pass; what is wrong in one place keeps no other from being looked at. */
export function examine(input: unknown, known: Known = {}): Examined {
  const { sketch, findings: ofShape } = readShape(input);
  const expressions = compileExpressions(sketch);
  const ofIds = findIdMistakes(sketch);
  const graph = graphOf(sketch, expressions, ofIds);
  const ofWays = graph === undefined ? [] : findWayMistakes(graph);
  const findings = [
    ...ofShape,
    ...ofIds,
    ...findMissingOutcomes(sketch),
    ...ofWays,
    ...expressions.findings,
    ...findTooMany(expressions),
    ...findMessageMistakes(sketch, known.templates),
    ...findReplyMistakes(sketch),
    ...findStartMistakes(sketch),
    ...(isReadable(sketch) ? findValueMistakes(expressions.looks, sketch) : []),
    ...(graph === undefined ? [] : findOnTheWay(graph, sketch, expressions, ofIds)),
  ];
  const shortened = shorten(findings);
  if (ofShape.length > 0) return { findings: shortened };
  const steps = readPlaces(sketch).map(({ step }) => step);
  const document = { ...(sketch.head as Omit<JourneyDocument, 'steps'>), steps };
  const canRun = ![...ofIds, ...ofWays].some(({ severity }) => severity === 'error');
  return { findings: shortened, whole: { document, expressions, canRun } };
}

/** How long a run may take, in milliseconds. */
export function expiryOf({ expires, purpose }: Pick<JourneyDocument, 'expires' | 'purpose'>): number {
  return expires === undefined ? DEFAULT_EXPIRY_MS[purpose] : durationMs(expires)!;
}

/** Each evaluation has its budget; a run that passes many of them at once has to end soon all the same. */
function findTooMany({ looks }: Expressions): Finding[] {
  if (looks.length <= MOST_EXPRESSIONS) return [];
  const message = `${looks.length} expressions are more than a journey may have (${MOST_EXPRESSIONS})`;
  return [error('steps', message, 'make two journeys of it, joined by `publish`')];
}

function isReadable({ places }: Sketch): boolean {
  return places.every(({ step }) => step !== undefined);
}

/** The steps and their ways, where it is clear which step is which. */
function graphOf(sketch: Sketch, { looks }: Expressions, ofIds: readonly Finding[]): StepGraph | undefined {
  const isDouble = ofIds.some(({ field }) => field.endsWith('.id'));
  if (isDouble || !isReadable(sketch) || sketch.places.length === 0) return undefined;
  return stepGraph(sketch, deadArms(readPlaces(sketch), looks));
}

function findOnTheWay(
  graph: StepGraph,
  { head }: Sketch,
  { looks }: Expressions,
  ofIds: readonly Finding[],
): Finding[] {
  const { purpose } = head;
  return [
    // What a wrong id was meant to lead to is no mistake of its own.
    ...(ofIds.length > 0 ? [] : findUnreached(graph)),
    ...(purpose === undefined ? [] : findLongWaits(graph, expiryOf({ ...head, purpose }))),
    ...findLateVariables(looks, graph),
  ];
}

/** Arms whose condition never holds, and those behind one that always does. */
function deadArms(
  places: readonly { readonly at: string; readonly step: Step }[],
  looks: readonly Look[],
): DeadArms {
  const constants = new Map(
    looks.flatMap(({ field, constant }) => (constant === undefined ? [] : [[field, constant]])),
  );
  const dead = new Set<string>();
  for (const { at, step } of constants.size === 0 ? [] : places) {
    if (!('branch' in step)) continue;
    const holding = step.branch.findIndex((_, n) => constants.get(`${at}.branch[${n}].when`) === true);
    for (const n of step.branch.keys()) {
      const value = constants.get(`${at}.branch[${n}].when`);
      const isBehind = holding !== -1 && n > holding;
      if (isBehind || (value !== undefined && value !== true)) dead.add(`${at}.branch[${n}].then`);
    }
    if (holding !== -1) dead.add(`${at}.else`);
  }
  return dead;
}

/** Errors first to be kept; each stays where it was found. */
function shorten(findings: readonly Finding[]): Finding[] {
  if (findings.length <= MOST_FINDINGS) return [...findings];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const kept = new Set((errors.length > 0 ? errors : findings).slice(0, MOST_FINDINGS - 1));
  const rest = `and ${findings.length - kept.size} more that are not told here`;
  return [
    ...findings.filter((finding) => kept.has(finding)),
    errors.length > 0
      ? error('journey', rest, 'mend these first')
      : { severity: 'warning', field: 'journey', message: rest },
  ];
}
