import type { RcsCard } from '../content/rcs-content.ts';
import type { RenderedContent } from './rendered.ts';

/** What a person reads of a message, as plain text: for stories, and for phones that show nothing else. */
export function textOf(content: RenderedContent): string {
  switch (content.channel) {
    case 'push':
      return lines(content.title, content.body);
    case 'sms':
      return content.text;
    case 'mms':
      return content.text ?? '';
    case 'rcs':
      return lines(content.text, ...[content.card, ...(content.carousel ?? [])].map(textOfCard));
    case 'email':
      return lines(content.subject, content.text);
  }
}

const textOfCard = (card: RcsCard | undefined): string => lines(card?.title, card?.description);

const lines = (...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined && text !== '').join('\n');
