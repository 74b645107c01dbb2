/** Templates into what a person gets: compiled once, rendered for each message. */
import { HermodError } from '@hermod/contracts';
import { refuseBadLink, type LinkKind } from './links.ts';
import { compileField, renderField, variablesOf, type CompiledField } from './liquid.ts';
import type { TemplateChannel, TemplateContent } from './template-content.ts';

/** An SMS as it is handed over. */
export interface RenderedSms {
  readonly channel: 'sms';
  readonly text: string;
}

/** A push as it is handed over. */
export interface RenderedPush {
  readonly channel: 'push';
  readonly title: string;
  readonly body: string;
  /** Where a tap leads: https, or a scheme of the app's own. */
  readonly link?: string;
  /** http or https. */
  readonly image?: string;
}

export type RenderedContent = RenderedSms | RenderedPush;

/** A template that compiled. Hold it for as long as the template's version; it has no state. */
export interface CompiledTemplate {
  readonly channel: TemplateChannel;
  readonly fields: ReadonlyMap<string, CompiledField>;
  /** What must be in the data, such as `event.data.orderId`. */
  readonly variables: readonly string[];
}

/** Twilio, Vonage and most carriers' gateways take no more. */
export const MAX_SMS_CHARS = 1600;
/** FCM and APNs take 4,096 bytes with the tokens and links that travel along. */
export const MAX_PUSH_BYTES = 3500;

const LINKS: Readonly<Record<string, LinkKind>> = { link: 'target', image: 'picture' };

/**
 * Compiles every field of a template.
 * @throws HermodError TEMPLATE_INVALID; `problems` names the others if several fields are wrong.
 */
export function compileTemplate<C extends TemplateChannel>(
  channel: C,
  content: TemplateContent[C],
): CompiledTemplate {
  const fields = new Map<string, CompiledField>();
  const errors: HermodError[] = [];
  for (const [name, source] of Object.entries<string | undefined>(content)) {
    if (source === undefined) continue;
    try {
      fields.set(name, compileField(`content.${name}`, source));
      refuseFixedBadLink(name, source);
    } catch (error) {
      if (!(error instanceof HermodError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw merged(errors);
  const variables = [...new Set([...fields.values()].flatMap(variablesOf))];
  return { channel, fields, variables };
}

/** A link without Liquid is known when it is written, so it is refused then. */
function refuseFixedBadLink(name: string, source: string): void {
  const kind = LINKS[name];
  if (kind !== undefined && !/\{[{%]/.test(source))
    refuseBadLink('TEMPLATE_INVALID', `content.${name}`, kind, source);
}

function merged(errors: readonly HermodError[]): HermodError {
  const first = errors[0]!;
  if (errors.length === 1) return first;
  const problems = errors.map(({ field, message, fix }) => ({
    field: field ?? 'content',
    message,
    ...(fix === undefined ? {} : { fix }),
  }));
  return new HermodError(first.code, first.message, {
    field: first.field,
    fix: first.fix,
    problems,
    cause: first,
  });
}

/**
 * Renders a template with `{ event, start, recipient, vars, … }`; only own properties of it are seen.
 * @throws HermodError TEMPLATE_RENDER_FAILED that names the missing variable, the empty or overlong result, or the
 * link that may not be sent. No value of the data is repeated in it.
 */
export function renderTemplate(template: CompiledTemplate, data: object): RenderedContent {
  const fields = new Map<string, string>();
  for (const [name, compiled] of template.fields) {
    const text = renderField(`content.${name}`, compiled, data).trim();
    const kind = LINKS[name];
    // An optional link that comes out empty is left out.
    if (text === '' && kind !== undefined) continue;
    if (text === '')
      throw failed(name, 'it comes out empty', 'make sure that something is written in every case');
    if (kind !== undefined) refuseBadLink('TEMPLATE_RENDER_FAILED', `content.${name}`, kind, text);
    fields.set(name, text);
  }
  return template.channel === 'sms' ? sms(fields) : push(fields);
}

function sms(fields: ReadonlyMap<string, string>): RenderedSms {
  const text = fields.get('text') ?? '';
  if (text.length > MAX_SMS_CHARS) {
    throw failed(
      'text',
      `it has ${text.length} characters; an SMS has at most ${MAX_SMS_CHARS}`,
      'shorten it, or use the truncate filter',
    );
  }
  return { channel: 'sms', text };
}

function push(fields: ReadonlyMap<string, string>): RenderedPush {
  const bytes = [...fields.values()].reduce((sum, text) => sum + utf8Length(text), 0);
  if (bytes > MAX_PUSH_BYTES) {
    throw failed(
      'body',
      `the push has ${bytes} bytes; it has at most ${MAX_PUSH_BYTES}`,
      'shorten it, or use the truncate filter',
    );
  }
  const link = fields.get('link');
  const image = fields.get('image');
  return {
    channel: 'push',
    title: fields.get('title') ?? '',
    body: fields.get('body') ?? '',
    ...(link === undefined ? {} : { link }),
    ...(image === undefined ? {} : { image }),
  };
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

function failed(name: string, message: string, fix: string): HermodError {
  return new HermodError('TEMPLATE_RENDER_FAILED', message, { field: `content.${name}`, fix });
}
