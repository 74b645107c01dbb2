import { markup, type Page, type UnsubscribeClaims } from '@hermod/service-host';
import { contactPointChannel } from '../../../application/consents/contact-point-channel.ts';
import type { PreferenceSheet } from '../../../application/preferences/preference-sheet.ts';
import { toPage } from './page.ts';
import type { PageTexts, Told } from './texts/page-texts.ts';
import { topicTitle } from './wording.ts';

/** A page that only tells something. */
export function renderTold(status: number, texts: PageTexts, { title, text }: Told): Page {
  return toPage(
    status,
    texts,
    title,
    markup`<h1>${title}</h1>
      <p>${text}</p>`,
  );
}

/** Asks before anything ends: programs that look through mail follow links, and press no buttons. */
export function renderUnsubscribePage(question: string, texts: PageTexts): Page {
  const { title, button } = texts.unsubscribe;
  return toPage(
    200,
    texts,
    title,
    markup`<h1>${title}</h1>
      <form method="post">
        <p id="question">${question}</p>
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <input type="hidden" name="lang" value="${texts.language}" />
        <button type="submit" aria-describedby="question">${button}</button>
      </form>`,
  );
}

/** The exact words of that question; they go into the ledger as they are. */
export function unsubscribeQuestion(
  { channel, purpose, topic }: UnsubscribeClaims,
  sheet: PreferenceSheet,
  texts: PageTexts,
): string {
  const title = sheet.topics.find((one) => one.topic === topic)?.title;
  const named = topic === undefined ? undefined : topicTitle({ topic, title }, texts).text;
  return texts.unsubscribe.question({ topic: named, purpose, channel: contactPointChannel(channel) });
}
