/** Blocks that are put into the HTML of a mail. */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);

/** Keeps the beginning of the mail out of the preview, where it would follow the preheader. */
const FILLER = '&#847;&zwnj;&nbsp;'.repeat(60);
const HIDDEN =
  'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';

/** Puts the words that a mailbox shows beside the subject before everything else, where nobody else sees them. */
export function withPreheader(html: string, preheader: string): string {
  const block = `<div style="${HIDDEN}">${escaped(preheader)}${FILLER}</div>`;
  const body = /<body\b[^>]*>/i.exec(html);
  const at = body === null ? 0 : body.index + body[0].length;
  return html.slice(0, at) + block + html.slice(at);
}

/** A file that is not sent along but led to. */
export interface FileLink {
  readonly filename: string;
  readonly url: string;
}

/** Puts links to files below everything else. */
export function withFileLinks(html: string, links: readonly FileLink[]): string {
  const anchors = links.map(
    ({ filename, url }) => `<p><a href="${escaped(url)}">${escaped(filename)}</a></p>`,
  );
  const end = html.search(/<\/body\s*>/i);
  const at = end < 0 ? html.length : end;
  return html.slice(0, at) + anchors.join('') + html.slice(at);
}
