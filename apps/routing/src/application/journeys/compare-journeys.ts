import type { JourneyDocument } from '@hermod/journey';

/** How one document of a journey differs from another. */
export interface JourneyDifference {
  /** What differs beside the steps, by name. */
  readonly head: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** What is another one in `after` than in `before`; the order of the steps counts only where it is where they lead to. */
export function compareJourneys(
  before: JourneyDocument | undefined,
  after: JourneyDocument,
): JourneyDifference {
  const old = stepsOf(before);
  const fresh = stepsOf(after);
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== 'steps');
  const valueOf = (document: JourneyDocument | undefined, name: string): string =>
    JSON.stringify(sorted((document as Record<string, unknown> | undefined)?.[name]));
  return {
    head: names.filter((name) => valueOf(before, name) !== valueOf(after, name)).toSorted(),
    added: [...fresh.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !fresh.has(id)),
    changed: [...fresh].flatMap(([id, step]) => (old.has(id) && old.get(id) !== step ? [id] : [])),
  };
}

/** The steps as text by id, each with the one that follows when it doesn't say itself where it leads to. */
function stepsOf(document: JourneyDocument | undefined): Map<string, string> {
  const steps = document?.steps ?? [];
  return new Map(
    steps.map((step, index) => [
      step.id,
      JSON.stringify([sorted(step), followingOf(step, steps[index + 1]?.id)]),
    ]),
  );
}

function followingOf(step: JourneyDocument['steps'][number], next: string | undefined): string | undefined {
  const hasOwn = 'end' in step || 'branch' in step || 'split' in step || typeof step.then === 'string';
  return hasOwn ? undefined : next;
}

/** The same value with the fields of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, sorted(inner)]));
}
