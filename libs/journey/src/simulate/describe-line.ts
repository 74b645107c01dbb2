import { toClockText } from '@hermod/calendar';
import { channelOf } from '../language/messages-of.ts';
import type { ExpectedLine } from './judge.ts';
import type { Observed } from './notebook.ts';

/** What happened, as a line for people: `Mon 2026-11-23 10:00:00+01:00  sms shipped-sms (tell)`. */
export function describeObserved(observed: Observed, zone: string): string {
  return `${toClockText(observed.at, zone)}  ${whatHappened(observed)}`;
}

/** What was expected, as far as it was said. */
export function describeExpected({ line, at }: ExpectedLine, zone: string): string {
  const time = at === undefined ? 'any time'.padEnd(29) : toClockText(at, zone);
  return `${time}  ${whatWasExpected(line)}`;
}

function whatHappened(observed: Observed): string {
  switch (observed.kind) {
    case 'message': {
      const { channel, template, step, as, rule } = observed;
      const end = as === 'sent' ? '' : ` ${as}: ${rule}`;
      return `${channel} ${template} (${step})${end}`;
    }
    case 'ended':
      return `${observed.journey} ended: ${observed.outcome}`;
    case 'published':
      return `published ${observed.type}`;
    case 'running':
      return `${observed.journey} still at ${observed.step}`;
  }
}

function whatWasExpected(line: ExpectedLine['line']): string {
  const about = line.journey === undefined ? '' : `${line.journey} `;
  if ('ended' in line) return `${about}ended: ${line.ended}`;
  if ('published' in line) return `published ${line.published}`;
  if ('running' in line) return `${about}still at ${line.running}`;
  const { channel, template } = channelOf(line);
  const step = line.step === undefined ? '' : ` (${line.step})`;
  const end = line.as === undefined && line.rule === undefined ? '' : ` ${line.as ?? 'sent'}`;
  return `${channel} ${template}${step}${end}${line.rule === undefined ? '' : `: ${line.rule}`}`;
}
