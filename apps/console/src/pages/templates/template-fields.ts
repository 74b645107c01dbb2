import { texts } from '../../texts.ts';

const words = texts.templates.fields;

/** A template as somebody writes it: the API says what is wrong with it. */
export interface WrittenTemplate {
  readonly channel: string;
  readonly content: unknown;
  readonly locales?: Readonly<Record<string, unknown>> | undefined;
}

type Path = readonly (string | number)[];

/** A field of a form, with its place in the content. */
export interface TemplateField {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  /** `line`, `text` of several lines, or `code`. */
  readonly kind: 'line' | 'text' | 'code';
}

const line = (label: string, ...path: Path): TemplateField => ({ path, label, kind: 'line' });
const text = (label: string, ...path: Path): TemplateField => ({ path, label, kind: 'text' });

/** What of a content is simple enough for a form, as far as it is there or always may be. */
export function fieldsOf(channel: string, content: unknown): TemplateField[] {
  switch (channel) {
    case 'sms':
      return [text(words.text, 'text')];
    case 'push':
      return [
        line(words.title, 'title'),
        text(words.body, 'body'),
        line(words.link, 'link'),
        line(words.image, 'image'),
      ];
    case 'mms':
      return [text(words.text, 'text'), ...mediaFields(content)];
    case 'rcs':
      return rcsFields(content);
    case 'email':
      return [
        line(words.subject, 'subject'),
        line(words.preheader, 'preheader'),
        { path: ['html'], label: words.html, kind: 'code' },
        { path: ['text'], label: words.plain, hint: words.plainHint, kind: 'text' },
      ];
    default:
      return [];
  }
}

/** One more than there are, so that another can be added. */
function mediaFields(content: unknown): TemplateField[] {
  const media = valueAt(content, ['media']);
  const there = Array.isArray(media) ? media.length : 0;
  return Array.from({ length: Math.min(there + 1, 10) }, (_, n) =>
    line(words.medium(n + 1), 'media', n, 'url'),
  );
}

function rcsFields(content: unknown): TemplateField[] {
  const carousel = valueAt(content, ['carousel']);
  if (Array.isArray(carousel)) return carousel.flatMap((_, n) => cardFields(n + 1, 'carousel', n));
  if (valueAt(content, ['card']) !== undefined) return cardFields(1, 'card');
  return [text(words.text, 'text')];
}

const cardFields = (n: number, ...path: Path): TemplateField[] => [
  line(words.cardTitle(n), ...path, 'title'),
  text(words.cardDescription(n), ...path, 'description'),
  line(words.cardMedia(n), ...path, 'media', 'url'),
];

/** What stands at a place of a document; undefined where there is nothing. */
export function valueAt(document: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return document;
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, step)) return undefined;
  return valueAt((document as Record<string | number, unknown>)[step], rest);
}

/** A document with a text at a place; an empty one takes the place out, and what holds nothing else with it. */
export function withTextAt(document: unknown, [step, ...rest]: Path, given: string): unknown {
  if (step === undefined) return given === '' ? undefined : given;
  const inner = withTextAt(valueAt(document, [step]), rest, given);
  if (typeof step === 'number') {
    const items = Array.isArray(document) ? [...(document as unknown[])] : [];
    if (inner === undefined) items.splice(step, 1);
    else items[step] = inner;
    return items.length === 0 ? undefined : items;
  }
  const known = typeof document === 'object' && document !== null ? document : {};
  const changed = { ...known, [step]: inner };
  const left = Object.entries(changed).filter(([, value]) => value !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** How the API names a place, such as `content.media.0.url`. */
export const nameOf = (part: string, path: Path): string => [part, ...path].join('.');
