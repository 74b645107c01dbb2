import type { WhyView } from '@hermod/api';
import { ruleInWords as decisionInWords } from '@hermod/consent-policy';
import { dayAndClockOf } from './time-in-words.ts';
import { wordOf } from './words.ts';

/** The rules of opt-outs, as routing and delivery name them; those of decisions have their words in consent-policy. */
const RULES: Readonly<Record<string, string>> = {
  'opted out by text': 'they opted out by text',
  'consent withdrawn': 'they withdrew their consent',
  'consent suppressed': 'they wrote STOP',
};

const READER = { instant: dayAndClockOf, channel: (name: string): string => name };

/** A rule with the values it looked at, in words; one that isn't known as it stands. */
export function ruleInWords(why: WhyView): string {
  const { rule, values, ledger } = why;
  const words = decisionInWords(why, READER)?.text ?? optOutInWords(why) ?? withoutCode(rule);
  const entry = ledger ?? wordOf(values['ledger']);
  return entry === undefined ? words : `${words} (ledger entry ${entry})`;
}

function optOutInWords({ rule, values }: WhyView): string | undefined {
  if (!Object.hasOwn(RULES, rule)) return undefined;
  const at = wordOf(values['at']);
  return at === undefined ? RULES[rule] : `${RULES[rule]} on ${dayAndClockOf(at)}`;
}

/** Reasons have a stable code first, such as `PROVIDER_REFUSED: 21610 …`; people get what follows, and the code behind. */
export function withoutCode(rule: string): string {
  const [, code, words] = /^([A-Z][A-Z_]+): (.+)$/s.exec(rule) ?? [];
  return code === undefined ? rule : `${words} (${code})`;
}
