import { HermodError } from '@hermod/contracts';
import type { ConsentToRecord } from './record-consents.ts';

type Said = Pick<ConsentToRecord, 'state' | 'channel' | 'purpose' | 'topic' | 'contactPoint' | 'at'>;

/**
 * What can't be so in what one row of an import says about the same thing: given and withdrawn at the same instant, or
 * withdrawn before it was given for the first time. Whoever wrote it has mixed up something, and guessing what would mean
 * sending in doubt. Undefined when there is nothing of the kind.
 */
export function findContradiction(said: readonly Said[]): HermodError | undefined {
  const byScope = new Map<string, { said: Said; place: number }[]>();
  for (const [place, one] of said.entries()) {
    const scope = JSON.stringify([one.channel, one.purpose, one.topic, one.contactPoint]);
    byScope.set(scope, [...(byScope.get(scope) ?? []), { said: one, place }]);
  }
  for (const same of byScope.values()) {
    if (new Set(same.map((one) => one.said.state)).size < 2) continue;
    const inOrder = same.toSorted((a, b) => instantOf(a.said) - instantOf(b.said));
    for (const [n, { said: one, place }] of inOrder.entries()) {
      const before = inOrder[n - 1];
      if (
        before !== undefined &&
        before.said.state !== one.state &&
        instantOf(before.said) === instantOf(one)
      )
        return contradiction(place, 'was given and withdrawn at the same instant');
    }
    if (inOrder[0]!.said.state === 'withdrawn')
      return contradiction(inOrder[0]!.place, 'was withdrawn before it was given');
  }
  return undefined;
}

/** Without a time it was said just now. */
function instantOf({ at }: Said): number {
  return at?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function contradiction(place: number, what: string): HermodError {
  return new HermodError('CONSENTS_CONTRADICT', `the same consent ${what}`, {
    field: `consents[${place}].at`,
    fix: 'check the times, and send both with the time at which the person said so',
  });
}
