import { ruleInWords } from '@hermod/consent-policy';
import type { Why } from '../api/types.ts';
import { texts } from '../texts.ts';
import { entryOf } from './entry-of.ts';
import { dayOf } from './format-time.ts';

/** A decision's reason. */
export interface ToldWhy {
  /** A clause without a capital and a stop. */
  readonly text: string;
  /** Values that the clause doesn't tell. */
  readonly rest: Why['values'];
}

/** A decision's rule in words; undefined when it is no rule of a decision. */
export function whyInWords({ rule, values }: Pick<Why, 'rule' | 'values'>): ToldWhy | undefined {
  const told = ruleInWords({ rule, values }, READER);
  if (told === undefined) return undefined;
  const rest = Object.entries(values).filter(([name]) => !told.told.includes(name));
  return { text: told.text, rest: Object.fromEntries(rest) };
}

const READER = {
  instant: (iso: string): string => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : dayOf(date);
  },
  channel: (name: string): string => entryOf<string>(texts.channels, name) ?? name,
};
