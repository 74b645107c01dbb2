import type { PhoneMessage, PhoneReply } from '../../api/types.ts';
import type { MailLookGiven } from '../../shared/looks/looks.ts';

/** Drawing more of a long history only makes it slow to look at. */
const MOST_SHOWN = 30;

/** A line of a conversation. */
export type Line =
  | { readonly kind: 'received'; readonly at: string; readonly message: PhoneMessage }
  | { readonly kind: 'sent'; readonly at: string; readonly reply: PhoneReply };

/** A phone's pushes, newest first, as a lock screen shows them. */
export function notificationsOf(messages: readonly PhoneMessage[]): PhoneMessage[] {
  return messages
    .filter(({ channel }) => channel === 'push')
    .toReversed()
    .slice(0, MOST_SHOWN);
}

/** A phone's emails, newest first. */
export function mailsOf(messages: readonly PhoneMessage[]): PhoneMessage[] {
  return messages
    .filter(({ channel }) => channel === 'email')
    .toReversed()
    .slice(0, MOST_SHOWN);
}

/** A phone's conversation: what came by text and what its person wrote, oldest first. */
export function conversationOf(messages: readonly PhoneMessage[], replies: readonly PhoneReply[]): Line[] {
  const received = messages.filter(({ channel }) => channel !== 'push' && channel !== 'email');
  return [
    ...received.map((message): Line => ({ kind: 'received', at: message.receivedAt, message })),
    ...replies.map((reply): Line => ({ kind: 'sent', at: reply.sentAt, reply })),
  ]
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .slice(-MOST_SHOWN);
}

/** A push's title and what it says; without a title of its own, the first line is one. */
export function partsOfPush({ title, text }: PhoneMessage): {
  readonly title: string;
  readonly body: string;
} {
  const [first = '', ...rest] = text.split('\n');
  if (title === undefined) return { title: first, body: rest.join('\n') };
  return { title, body: text.startsWith(title) ? text.slice(title.length).trim() : text };
}

/** An email; its text is the subject and the text part. */
export function mailOf({ text, title, mail }: PhoneMessage): MailLookGiven {
  const [first = '', ...rest] = text.split('\n');
  const subject = mail?.subject ?? title ?? first;
  return { ...mail, subject, text: first === subject ? rest.join('\n').trim() : text };
}

/** The http(s) links of a text in the order in which the simulator counts them. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/gi)].map(([link]) => link.replace(/[.,;:!?)\]}'»]+$/, ''));
}
