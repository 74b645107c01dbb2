import type { FactOf, InboundMeaning } from '@hermod/contracts';

type InboundText = Omit<FactOf<'inboundReceived'>, 'recipient' | 'lead'>;

/** One copy of a text, and the record key that it travels under. */
export interface CopyOfText {
  readonly key: string;
  readonly fact: FactOf<'inboundReceived'>;
}

/** These concern the number itself, so whoever holds it later, and not only those who hold it now. */
const ABOUT_THE_ADDRESS: readonly InboundMeaning[] = ['opt-out', 'opt-in'];

/**
 * The copies of a text: one for each holder of the number, and one for the number itself where it concerns that, or where
 * nobody holds it. Exactly one of them is the lead, which whoever answers the person answers.
 * @param holders in id order
 */
export function copiesOf(text: InboundText, holders: readonly string[]): CopyOfText[] {
  const copies = holders.map((recipient): CopyOfText => ({ key: recipient, fact: { ...text, recipient } }));
  const isAboutAddress = text.meaning !== undefined && ABOUT_THE_ADDRESS.includes(text.meaning);
  if (isAboutAddress || holders.length === 0) copies.push({ key: text.addressHash, fact: { ...text } });
  return copies.map(({ key, fact }, n) => ({ key, fact: n === 0 ? { ...fact, lead: true } : fact }));
}
