import type { PageLanguage } from '@hermod/api';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { FR } from './fr.ts';
import type { LinkTexts } from './link-texts.ts';
import { SV } from './sv.ts';

const TEXTS: Readonly<Record<PageLanguage, LinkTexts>> = { en: EN, sv: SV, de: DE, fr: FR };

/** Every language, in the order in which they are offered. */
export const ALL_TEXTS: readonly LinkTexts[] = Object.values(TEXTS);

/** The words of a language. */
export function textsIn(language: PageLanguage): LinkTexts {
  return TEXTS[language];
}
