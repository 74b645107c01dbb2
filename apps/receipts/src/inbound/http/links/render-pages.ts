import { markup, type Page, toPage } from '@hermod/service-host';
import type { LinkTexts, Told } from './texts/link-texts.ts';
import { ALL_TEXTS } from './texts/texts.ts';

/** A page that only tells something. */
export function renderTold(status: number, texts: LinkTexts, { title, text }: Told): Page {
  const content = markup`<h1>${title}</h1>
    <p>${text}</p>`;
  return toPage(status, texts, ALL_TEXTS, title, content);
}

/**
 * Asks before an answer is given: programs that look through mail follow links, and press no buttons.
 * @param reply in the words of the message
 */
export function renderAnswerPage(reply: string, texts: LinkTexts): Page {
  const { title, question, button } = texts.answer;
  const content = markup`<h1>${title}</h1>
    <form method="post">
      <p id="question">${question(reply)}</p>
      <button type="submit" name="answer" value="send" aria-describedby="question">${button}</button>
    </form>`;
  return toPage(200, texts, ALL_TEXTS, title, content);
}
