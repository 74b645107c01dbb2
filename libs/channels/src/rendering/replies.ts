/** The answers that a message asks for, as each channel shows them. */
import type { AskedReply } from '@hermod/contracts';
import type { CompiledTemplate } from './compile-template.ts';
import type { RenderedContent } from './rendered.ts';

/** An answer as it can be given from one message. */
export interface OfferedReply extends Pick<AskedReply, 'id' | 'text'> {
  /** Comes back when the chip is tapped. */
  readonly postback: string;
  /** Leads to a page where the answer is given with one click; a GET gives none. */
  readonly link: string;
}

/** What a template sees as `replies`: by id, each with `number`, `text` and `link`; `{{ replies.yes.text }}`. */
export type RepliesInTemplates = Readonly<
  Record<string, { readonly number: number; readonly text: string; readonly link: string }>
>;

export function repliesForTemplate(replies: readonly OfferedReply[]): RepliesInTemplates {
  return Object.fromEntries(
    replies.map(({ id, text, link }, index) => [id, { number: index + 1, text, link }]),
  );
}

/** Whether the template itself says how to answer; where it does, nothing is written below it. */
export function saysHowToAnswer({ variables }: Pick<CompiledTemplate, 'variables'>): boolean {
  return variables.some((name) => name === 'replies' || name.startsWith('replies.'));
}

/**
 * Adds the ways to answer: chips for RCS, always, since only they can be tapped; numbered lines below texts and links below
 * emails where the template doesn't say it itself.
 */
export function withReplies(
  content: RenderedContent,
  replies: readonly OfferedReply[],
  isSaid: boolean,
): RenderedContent {
  switch (content.channel) {
    case 'rcs': {
      const chips = replies.map(({ text, postback }) => ({ text, postback }));
      return { ...content, suggestions: [...chips, ...(content.suggestions ?? [])] };
    }
    case 'sms':
      return isSaid ? content : { ...content, text: `${content.text}\n${numbered(replies)}` };
    case 'mms':
      return isSaid ? content : { ...content, text: joined(content.text, numbered(replies)) };
    case 'email':
      return isSaid ? content : withLinks(content, replies);
    case 'push':
      return content;
  }
}

const numbered = (replies: readonly OfferedReply[]): string =>
  replies.map(({ text }, index) => `${index + 1} ${text}`).join('\n');

const joined = (text: string | undefined, more: string): string =>
  text === undefined ? more : `${text}\n${more}`;

function withLinks<Email extends Extract<RenderedContent, { channel: 'email' }>>(
  email: Email,
  replies: readonly OfferedReply[],
): Email {
  const lines = replies.map(({ text, link }) => `${text}: ${link}`).join('\n');
  const text = `${email.text}\n\n${lines}`;
  if (email.html === undefined) return { ...email, text };
  const anchors = replies
    .map(({ text: label, link }) => `<p><a href="${escaped(link)}">${escaped(label)}</a></p>`)
    .join('');
  const end = email.html.search(/<\/body>/i);
  const at = end < 0 ? email.html.length : end;
  return { ...email, text, html: email.html.slice(0, at) + anchors + email.html.slice(at) };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);
