import { canReport, reportableSignals } from '@hermod/channels';
import type { Problem } from './problem.ts';
import type { JourneyDocument } from './journey-document.ts';
import { channelOf, type Step } from './steps.ts';
import { nextStep, outcomesOf } from './outcomes.ts';

/** What the shape alone does not show: unknown, double and unreachable steps, loops, signals that can't come. */
export function findMistakes(document: JourneyDocument): Problem[] {
  return [
    ...findDoubleIds(document),
    ...findUnknownTargets(document),
    ...findImpossibleSignals(document),
    ...findWaysOfWalking(document),
  ];
}

function findDoubleIds(document: JourneyDocument): Problem[] {
  const seen = new Set<string>();
  return document.steps.flatMap((step, index) => {
    if (!seen.has(step.id)) return (seen.add(step.id), []);
    return [
      {
        field: `steps[${index}].id`,
        message: `there is a step \`${step.id}\` already`,
        fix: 'give each step an id of its own',
      },
    ];
  });
}

function findUnknownTargets(document: JourneyDocument): Problem[] {
  const ids = document.steps.map((step) => step.id);
  return document.steps.flatMap((step, index) => {
    const at = `steps[${index}]`;
    const problems = targetsOf(step, at)
      .filter(({ target }) => !ids.includes(target))
      .map(({ field, target }) => ({
        field,
        message: `there is no step \`${target}\``,
        fix: `the steps are: ${ids.join(', ')}`,
      }));
    const outcomes = outcomesOf(step);
    const named = 'then' in step && typeof step.then === 'object' ? Object.keys(step.then) : [];
    const foreign = named
      .filter((outcome) => !outcomes.includes(outcome))
      .map((outcome) => ({
        field: `${at}.then.${outcome}`,
        message: `this step has no outcome \`${outcome}\``,
        fix: `its outcomes are: ${outcomes.join(', ')}`,
      }));
    return [...problems, ...foreign];
  });
}

function targetsOf(step: Step, at: string): { field: string; target: string }[] {
  if ('branch' in step) {
    const arms = step.branch.map((arm, index) => ({
      field: `${at}.branch[${index}].then`,
      target: arm.then,
    }));
    return [...arms, { field: `${at}.else`, target: step.else }];
  }
  if (!('then' in step) || step.then === undefined) return [];
  if (typeof step.then === 'string') return [{ field: `${at}.then`, target: step.then }];
  return Object.entries(step.then).map(([outcome, target]) => ({ field: `${at}.then.${outcome}`, target }));
}

function findImpossibleSignals(document: JourneyDocument): Problem[] {
  return document.steps.flatMap((step, index) =>
    !('escalate' in step)
      ? []
      : step.escalate.flatMap((rung, n) => {
          const { channel } = channelOf(rung);
          if (canReport(channel, rung.until)) return [];
          return [
            {
              field: `steps[${index}].escalate[${n}].until`,
              message: `${channel} can never report \`${rung.until}\``,
              fix: `it reports: ${reportableSignals(channel).join(', ')}`,
            },
          ];
        }),
  );
}

/** Walks from the first step: what is never reached, and what comes back to itself. */
function findWaysOfWalking(document: JourneyDocument): Problem[] {
  const places = new Map(document.steps.map((step, index) => [step.id, { step, index }]));
  const state = new Map<string, 'open' | 'done'>();
  const problems: Problem[] = [];
  // An explicit stack: a list of a thousand steps must not overflow ours.
  const stack: { id: string; targets: string[] }[] = [];
  const enter = (id: string): void => {
    const place = places.get(id);
    if (place === undefined) return;
    state.set(id, 'open');
    const following = document.steps[place.index + 1]?.id;
    const targets = outcomesOf(place.step).map((outcome) => nextStep(place.step, outcome, following));
    stack.push({ id, targets: [...new Set(targets.filter((target) => target !== undefined))] });
  };
  enter(document.steps[0]!.id);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const target = top.targets.pop();
    if (target === undefined) {
      state.set(top.id, 'done');
      stack.pop();
    } else if (state.get(target) === 'open') {
      const round = stack.slice(stack.findIndex(({ id }) => id === target));
      if (!round.some(({ id }) => isLimited(places.get(id)!.step)))
        problems.push(loop(top.id, target, places.get(top.id)!.index));
    } else if (!state.has(target)) enter(target);
  }
  const unreached = document.steps.flatMap((step, index) =>
    state.has(step.id)
      ? []
      : [
          {
            field: `steps[${index}]`,
            message: `nothing leads to step \`${step.id}\``,
            fix: 'point a `then` at it, or remove it',
          },
        ],
  );
  return [...problems, ...unreached];
}

const isLimited = (step: Step): boolean => 'visits' in step && step.visits !== undefined;

function loop(from: string, to: string, index: number): Problem {
  return {
    field: `steps[${index}].then`,
    message: `\`${from}\` leads back to \`${to}\`: the run would go round without a limit`,
    fix: 'let it end, or go on to a later step',
  };
}
