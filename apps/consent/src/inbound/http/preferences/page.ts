import { type Html, type Page, toPage as toFramedPage } from '@hermod/service-host';
import type { PageTexts } from './texts/page-texts.ts';
import { ALL_TEXTS } from './texts/texts.ts';

/** Puts content into a page of ours. */
export function toPage(status: number, texts: PageTexts, title: string, content: Html): Page {
  return toFramedPage(status, texts, ALL_TEXTS, title, content);
}
