import { canReport, reportableSignals } from '@hermod/channels';
import { type Channel, type Signal, suggest } from '@hermod/contracts';
import { error, type Finding, warning } from '../problem.ts';
import { channelOf, messagesOf } from '../messages-of.ts';
import type { Step, StepOf } from '../steps.ts';
import { readPlaces, type ReadPlace, type Sketch } from './sketch.ts';

/** The templates that there are, and the channel of each. */
export type Templates = ReadonlyMap<string, Channel>;

/** A template where a journey uses it. */
export interface TemplateUse {
  /** The path, such as `steps[0].escalate[1].sms`. */
  readonly field: string;
  readonly channel: Channel;
  readonly template: string;
}

/** Signals that can't come, or tell little; rungs that need another one behind them; templates, where they are known. */
export function findMessageMistakes(sketch: Sketch, templates?: Templates): Finding[] {
  const places = readPlaces(sketch);
  const steps = new Map(places.map(({ id, step }) => [id, step]));
  return places.flatMap((place) => [
    ...findSignals(place),
    ...findLonelyRungs(place, steps),
    ...(templates === undefined ? [] : findTemplateMistakes(usesOf(place.step, place.at), templates)),
  ]);
}

/** The templates that the steps of a journey use, in the order of the document. */
export function templateUses(steps: readonly Step[]): TemplateUse[] {
  return steps.flatMap((step, index) => usesOf(step, `steps[${index}]`));
}

/** Templates that nobody has, or that were made for another channel. */
export function findTemplateMistakes(uses: readonly TemplateUse[], templates: Templates): Finding[] {
  return uses.flatMap(({ field, channel, template }) => {
    const found = templates.get(template);
    if (found === channel) return [];
    const put = `PUT /v1/templates/${template} with channel ${channel}`;
    if (found !== undefined) return [error(field, `\`${template}\` is a template for ${found}`, put)];
    const ofChannel = [...templates].filter(([, its]) => its === channel).map(([name]) => name);
    const meant = suggest(template, ofChannel, '');
    const fix = meant.startsWith('did') ? `${meant} Otherwise ${put}` : put;
    return [error(field, `there is no template \`${template}\``, fix)];
  });
}

function usesOf(step: Step, at: string): TemplateUse[] {
  const { key, messages } = messagesOf(step);
  return messages.map((entry, index) => {
    const { channel, template } = channelOf(entry);
    return { field: `${at}.${key}[${index}].${channel}`, channel, template };
  });
}

function findSignals({ step, at }: ReadPlace): Finding[] {
  if ('escalate' in step)
    return step.escalate.flatMap((rung, index) =>
      judgeSignal(`${at}.escalate[${index}].until`, [channelOf(rung).channel], rung.until, 'all'),
    );
  if (!('send' in step) || step.until === undefined) return [];
  const channels = step.send.map((entry) => channelOf(entry).channel);
  return judgeSignal(`${at}.until`, channels, step.until, step.await ?? 'any');
}

function judgeSignal(
  field: string,
  channels: readonly Channel[],
  until: Signal,
  needs: 'any' | 'all',
): Finding[] {
  const never = channels.filter((channel) => !canReport(channel, until));
  if (needs === 'all' ? never.length > 0 : never.length === channels.length)
    return [...new Set(never)].map((channel) =>
      error(
        field,
        `${channel} can never report \`${until}\``,
        `it reports: ${reportableSignals(channel).join(', ')}`,
      ),
    );
  const findings: Finding[] = [];
  if (channels.includes('email') && (until === 'opened' || until === 'read'))
    findings.push(
      warning(
        field,
        `\`${until}\` is weak on email: programs fetch pictures by themselves, and others never do`,
        'use `clicked` or `delivered`',
      ),
    );
  if (until === 'replied' && channels.some((channel) => channel === 'sms' || channel === 'mms'))
    findings.push(
      warning(
        field,
        'an answer needs a sender that can receive one; a name as sender can not',
        'send from a number, or use `delivered`',
      ),
    );
  return findings;
}

/** Many phones have no RCS and many contracts no MMS: such a message wants another one behind it. */
function findLonelyRungs({ step, at, following }: ReadPlace, steps: ReadonlyMap<string, Step>): Finding[] {
  if (!('escalate' in step || 'ask' in step)) return [];
  const { key, messages } = messagesOf(step);
  const index = messages.length - 1;
  const { channel } = channelOf(messages[index]!);
  if ((channel !== 'rcs' && channel !== 'mms') || goesOnToMessage(step, following, steps)) return [];
  return [
    warning(
      `${at}.${key}[${index}]`,
      `not every phone takes ${channel}, and no message comes after this one`,
      'put an sms rung behind it',
    ),
  ];
}

function goesOnToMessage(
  { then, ...step }: StepOf<'escalate'> | StepOf<'ask'>,
  following: string | undefined,
  steps: ReadonlyMap<string, Step>,
): boolean {
  const target =
    typeof then === 'string' ? then : (then?.['ask' in step ? 'silent' : 'exhausted'] ?? following);
  const next = target === undefined ? undefined : steps.get(target);
  return next !== undefined && messagesOf(next).messages.length > 0;
}
