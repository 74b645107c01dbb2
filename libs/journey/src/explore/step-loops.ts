import type { CompiledJourney } from '../language/compile-journey.ts';
import { nextStep, outcomesOf } from '../language/outcomes.ts';

/** Steps from each of which a run can come to each other one, and back. */
export interface StepLoop {
  /** In the order of the document. */
  readonly steps: readonly string[];
  /** Those that limit how often they are visited, with the limit. */
  readonly limits: ReadonlyMap<string, number>;
}

/** The loop in which a step stands, for each step that stands in one. */
export function findLoops(journey: CompiledJourney): ReadonlyMap<string, StepLoop> {
  const loops = new Map<string, StepLoop>();
  for (const members of connected(targetsIn(journey))) {
    const inLoop = new Set(members);
    const steps = journey.document.steps.filter(({ id }) => inLoop.has(id));
    const limits = new Map(
      steps.flatMap((step) =>
        'visits' in step && step.visits !== undefined ? [[step.id, step.visits] as const] : [],
      ),
    );
    const loop = { steps: steps.map(({ id }) => id), limits };
    for (const id of members) loops.set(id, loop);
  }
  return loops;
}

type Targets = ReadonlyMap<string, readonly string[]>;

function targetsIn({ steps }: CompiledJourney): Targets {
  const targets = [...steps].map(([id, { step, following }]) => {
    const next = outcomesOf(step).map((outcome) => nextStep(step, outcome, following));
    return [id, [...new Set(next.filter((target) => target !== undefined))]] as const;
  });
  return new Map(targets);
}

/** Strongly connected components that have a cycle (Tarjan 1972), with a stack of our own: journeys are long. */
function connected(targets: Targets): string[][] {
  const search = { order: new Map<string, number>(), low: new Map<string, number>(), open: [] as string[] };
  const isOpen = new Set<string>();
  const found: string[][] = [];
  for (const root of targets.keys()) {
    if (search.order.has(root)) continue;
    const stack: { id: string; left: string[] }[] = [];
    const enter = (id: string): void => {
      search.low.set(id, search.order.size);
      search.order.set(id, search.order.size);
      search.open.push(id);
      isOpen.add(id);
      stack.push({ id, left: [...targets.get(id)!] });
    };
    const lower = (id: string, to: number): void => {
      search.low.set(id, Math.min(search.low.get(id)!, to));
    };
    enter(root);
    while (stack.length > 0) {
      const { id, left } = stack.at(-1)!;
      const target = left.pop();
      if (target === undefined) {
        stack.pop();
        if (stack.length > 0) lower(stack.at(-1)!.id, search.low.get(id)!);
        if (search.low.get(id) !== search.order.get(id)) continue;
        const members = search.open.splice(search.open.indexOf(id));
        for (const member of members) isOpen.delete(member);
        if (members.length > 1 || targets.get(id)!.includes(id)) found.push(members);
      } else if (!search.order.has(target)) enter(target);
      else if (isOpen.has(target)) lower(id, search.order.get(target)!);
    }
  }
  return found;
}
