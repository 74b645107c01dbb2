import type { Step } from '../../system/foundation.ts';
import { readMeters, usageBetween, type Usage } from '../meters.ts';
import { openRig, type Rig } from '../rig.ts';
import type { ImportOptions } from './options.ts';

/** One import, and what it cost. */
export interface ImportFigure {
  readonly what: Kind;
  readonly rows: number;
  /** From the first byte to the answer, which comes when Kafka has every row. */
  readonly seconds: number;
  readonly usage: Usage;
}

/** Recipients with a consent each, or consents of recipients who are known already. */
export type Kind = 'recipients' | 'consents';

const PATHS: Readonly<Record<Kind, string>> = {
  recipients: '/v1/recipients/import',
  consents: '/v1/consents/import',
};
const DEADLINE_MS = 300_000;
const KINDS: readonly Kind[] = ['recipients', 'consents'];
const FIRST_NUMBER = 46_710_000_000;

/** Imports people with their consents over the public API into a system of its own. */
export async function runImportBench(
  options: ImportOptions,
  step: Step,
  signal: AbortSignal,
): Promise<readonly ImportFigure[]> {
  const rig = await openRig({ step, signal, countsStatements: false, isProfiled: false });
  try {
    const figures: ImportFigure[] = [];
    // Until then V8 compiles what runs often.
    await step('Warming up', async () => {
      for (const kind of KINDS) await importRows(rig, kind, -2_000, 2_000);
    });
    for (let run = 0; run < options.runs; run += 1) {
      signal.throwIfAborted();
      for (const kind of KINDS) {
        const what = `Importing ${options.rows} ${kind}, ${run + 1} of ${options.runs}`;
        figures.push(await step(what, () => importRows(rig, kind, run * options.rows, options.rows)));
      }
    }
    return figures;
  } finally {
    await rig.stop();
  }
}

async function importRows(rig: Rig, kind: Kind, from: number, rows: number): Promise<ImportFigure> {
  const rowOf = kind === 'recipients' ? recipientOf : consentOf;
  const body = Array.from({ length: rows }, (_, n) => JSON.stringify(rowOf(FIRST_NUMBER + from + n))).join(
    '\n',
  );
  const before = await readMeters(rig);
  const begunAt = performance.now();
  const answer = await fetch(rig.system.gatewayUrl + PATHS[kind], {
    method: 'POST',
    headers: { authorization: `Bearer ${rig.system.apiKey}`, 'content-type': 'application/x-ndjson' },
    body,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const view = (await answer.json()) as { accepted?: number };
  const seconds = (performance.now() - begunAt) / 1_000;
  if (view.accepted !== rows)
    throw new Error(`the import answered ${answer.status}: ${JSON.stringify(view)}`);
  return { what: kind, rows, seconds, usage: usageBetween(before, await readMeters(rig)) };
}

/** A recipient with a number and a consent that a form has taken. */
function recipientOf(number: number): object {
  return {
    id: idOf(number),
    attributes: { firstName: 'Ada', tier: 'gold' },
    country: 'SE',
    locale: 'sv-SE',
    contactPoints: [{ channel: 'sms', address: `+${number}` }],
    consents: [{ ...CONSENT, topic: 'offers' }],
  };
}

function consentOf(number: number): object {
  return { ...CONSENT, recipient: idOf(number), topic: 'news' };
}

const idOf = (number: number): string => `customer-${number - FIRST_NUMBER + 1_000_000}`;

/** With what would be shown to whoever doubts it. */
const CONSENT = {
  channel: 'sms',
  purpose: 'marketing',
  state: 'given',
  method: 'form',
  wording: 'Yes, text me your offers. I can stop that at any time.',
  wordingVersion: '3',
  language: 'en',
  at: '2026-01-01T09:00:00Z',
  source: { page: 'https://shop.example/sign-up', ip: '192.0.2.7', userAgent: 'Mozilla/5.0' },
};
