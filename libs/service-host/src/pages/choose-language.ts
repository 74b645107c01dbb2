import { PageLanguage } from '@hermod/api';

/** What may say in which language somebody reads. */
export interface LanguageHints {
  /** `?lang=` of the address: the person chose. */
  readonly asked?: unknown;
  /** BCP 47, as upstream knows it. */
  readonly locale?: string | undefined;
  /** The browser's `Accept-Language` (RFC 9110, 12.5.4). */
  readonly accepted?: string | undefined;
}

/** Longer lists are nobody's. */
const MOST_CHARS = 500;

/** The language of a page: what was chosen, else the recipient's, else the browser's, as far as we speak it; else English. */
export function chooseLanguage({ asked, locale, accepted }: LanguageHints): PageLanguage {
  const wanted = [typeof asked === 'string' ? asked : '', locale ?? '', ...byPreference(accepted ?? '')];
  for (const tag of wanted) {
    const spoken = PageLanguage.safeParse(tag.trim().split('-', 1)[0]?.toLowerCase());
    if (spoken.success) return spoken.data;
  }
  return 'en';
}

function byPreference(header: string): string[] {
  return header
    .slice(0, MOST_CHARS)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';');
      const weight = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(parameters[0] ?? '')?.[1];
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
