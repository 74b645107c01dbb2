/** Templates into what a person gets: compiled once, rendered for each message. */
import { refuseLostAction } from '../rcs/refuse-lost-action.ts';
import type { CompiledPart, CompiledTemplate } from './compile-template.ts';
import { finishEmail } from './finish-email.ts';
import { finishMms } from './finish-mms.ts';
import { finishPush } from './finish-push.ts';
import { finishRcs, refuseCrowdedRcs } from './finish-rcs.ts';
import { finishSms, refuseManySegments } from './finish-sms.ts';
import { linkKindOf, refuseBadLink } from './links.ts';
import type { Shorten } from '../links/short-links.ts';
import { renderField, shortenWith } from './liquid.ts';
import { fittingLocale } from './locales.ts';
import type { RenderedContent } from './rendered.ts';
import { type OfferedReply, repliesForTemplate, saysHowToAnswer, withReplies } from './replies.ts';

/** For whom and for what a template is rendered, besides its data. */
export interface RenderOptions {
  /** The person's language (BCP 47). */
  readonly locale?: string | undefined;
  /** The answers that the message asks for. */
  readonly replies?: readonly OfferedReply[] | undefined;
  /** Makes the links of the filter `short_link`; without it they lead straight to their targets. */
  readonly shorten?: Shorten | undefined;
}

/** What is left of a part when its texts are rendered; what came out empty is gone. */
type Rendered =
  string | number | boolean | readonly Rendered[] | { readonly [name: string]: Rendered } | undefined;

/**
 * Renders a template with `{ event, start, recipient, vars, links, … }`; only own properties of it are seen.
 * @throws HermodError TEMPLATE_RENDER_FAILED that names the missing variable, the empty or overlong result, or the
 * link that may not be sent. No value of the data is repeated in it.
 */
export function renderTemplate(
  template: CompiledTemplate,
  data: object,
  { locale, replies, shorten }: RenderOptions = {},
): RenderedContent {
  const tag = fittingLocale(template.locales.keys(), locale);
  const part = (tag === undefined ? undefined : template.locales.get(tag)) ?? template.content;
  const known = { ...data, ...(replies === undefined ? {} : { replies: repliesForTemplate(replies) }) };
  if (shorten !== undefined) shortenWith(known, shorten);
  const fields = renderPart(part, known) as Readonly<Record<string, never>>;
  const content = finish(template, fields);
  if (replies === undefined) return checked(content, fields, 0);
  return checked(withReplies(content, replies, saysHowToAnswer(template)), fields, replies.length);
}

function finish(
  { channel, privateHosts }: CompiledTemplate,
  fields: Readonly<Record<string, never>>,
): RenderedContent {
  switch (channel) {
    case 'push':
      return finishPush(fields);
    case 'sms':
      return finishSms(fields);
    case 'mms':
      return finishMms(fields, privateHosts);
    case 'rcs':
      return finishRcs(fields);
    case 'email':
      return finishEmail(fields, privateHosts);
  }
}

/** What can only be said of the whole, with the answers that it asks for. */
function checked(
  content: RenderedContent,
  { maxSegments }: { readonly maxSegments?: number },
  replies: number,
): RenderedContent {
  if (content.channel === 'sms') refuseManySegments(content.text, maxSegments);
  if (content.channel === 'rcs') refuseCrowdedRcs(content, replies);
  return content;
}

function renderPart(part: CompiledPart, data: object): Rendered {
  switch (part.kind) {
    case 'value':
      return part.value as Rendered;
    case 'text':
      return renderText(part, data);
    case 'list': {
      const items = part.items.map((item) => renderPart(item, data)).filter((item) => item !== undefined);
      return items.length === 0 ? undefined : items;
    }
    case 'group': {
      const entries = part.parts.map(([name, inner]) => [name, renderPart(inner, data)] as const);
      const left = entries.filter(([, value]) => value !== undefined);
      refuseLostAction(
        part.parts,
        left.map(([name]) => name),
      );
      return left.length === 0 ? undefined : (Object.fromEntries(left) as Rendered);
    }
  }
}

function renderText(
  { field, name, compiled }: Extract<CompiledPart, { kind: 'text' }>,
  data: object,
): Rendered {
  const text = renderField(field, compiled, data).trim();
  if (text === '') return undefined;
  const kind = linkKindOf(name);
  if (kind !== undefined) refuseBadLink('TEMPLATE_RENDER_FAILED', field, kind, text);
  return text;
}
