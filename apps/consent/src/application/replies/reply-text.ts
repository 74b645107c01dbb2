import { explainInbound, type LanguagePack } from '@hermod/consent-policy';
import type { PolicyInput } from '@hermod/api';

/** What tells in which language somebody is answered; the first that has a pack counts. */
export interface LanguageHints {
  /** BCP 47: of the recipient, or of the words that were shown. */
  readonly locale?: string | undefined;
  /** What the person wrote: a keyword may be of one language only. */
  readonly words?: string | undefined;
  /** Of the number; ISO 3166-1. */
  readonly country?: string | undefined;
}

/** What stands for the places in a reply. */
export interface Places {
  readonly organisation: string;
  readonly contact: string;
  /** A topic's title. */
  readonly topic: string;
}

export type ReplyKind = keyof LanguagePack['replies'];

const FALLBACK = 'en';

/**
 * The language pack of a reply: by the recipient's locale, else by the keyword, else by the number's country, else English.
 * @throws RangeError when there is no English pack.
 */
export function choosePack(packs: readonly LanguagePack[], hints: LanguageHints): LanguagePack {
  const of = (tag: string | undefined): LanguagePack | undefined =>
    packs.find(({ language }) => language === tag?.slice(0, 2).toLowerCase() && !/^[a-z]{3}/i.test(tag));
  const spoken = hints.words === undefined ? undefined : explainInbound(hints.words).language;
  const inCountry = packs.find(({ countries }) => countries.some((country) => country === hints.country));
  const chosen = of(hints.locale) ?? of(spoken) ?? inCountry ?? of(FALLBACK);
  if (chosen === undefined) throw new RangeError('there is no language pack for English');
  return chosen;
}

/** A reply in words: `{organisation}`, `{contact}` and `{topic}` are filled in. */
export function replyText({ replies }: LanguagePack, kind: ReplyKind, places: Places): string {
  const values: Readonly<Record<string, string>> = { ...places };
  return replies[kind].replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** What the organisation calls itself and its topics; before it has said so, the name of the product. */
export function placesOf(
  { organisation, topics }: PolicyInput,
  topic: string | undefined,
  language: string,
  publicUrl: string,
): Places {
  const name = organisation?.name ?? 'Hermod';
  const title = topics.find((one) => one.topic === topic)?.title;
  const titles: Readonly<Record<string, string | undefined>> = { ...title };
  return {
    organisation: name,
    contact: organisation?.contact ?? publicUrl,
    topic: titles[language] ?? title?.en ?? topic ?? name,
  };
}
