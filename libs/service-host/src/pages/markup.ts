/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, nothing is left out. */
export type Part = string | number | Html | undefined | readonly (Html | undefined)[];

/** HTML from a template: whatever is put in is escaped unless it is HTML itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = parts.map(toText);
  return new Html(strings.map((text, n) => text + (texts[n] ?? '')).join(''));
}

/** Markup of our own that needs no escaping. */
export function raw(text: string): Html {
  return new Html(text);
}

/** An attribute of our own, if it is to be there. */
export function attribute(written: string, isThere: boolean): Html {
  return new Html(isThere ? ` ${written}` : '');
}

function toText(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((one) => one?.text ?? '').join('');
  return escaped(String(part));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}
