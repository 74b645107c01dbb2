import { Parser } from 'htmlparser2';
import { type LinkKind, refuseBadLink } from '../rendering/links.ts';
import { unsendable } from '../rendering/problems.ts';

/** Attributes that hold an address. */
const ADDRESSES: Readonly<Record<string, LinkKind>> = {
  href: 'target',
  src: 'picture',
  background: 'picture',
};
/** What mail programs remove, and spam filters count against the sender. */
const ACTIVE = new Set(['script', 'iframe', 'object', 'embed', 'applet', 'base']);

/**
 * Refuses HTML with links that run something or lead nowhere, and with what no mail program shows. It is parsed as browsers
 * do, so that no entity and no odd quote hides a scheme.
 * @throws HermodError TEMPLATE_RENDER_FAILED, without repeating the link
 */
export function refuseBadHtml(html: string): void {
  const parser = new Parser({
    onopentag(name, attributes) {
      if (ACTIVE.has(name)) {
        throw unsendable(
          'html',
          `mail programs don't show <${name}>`,
          'take it out, or link to a page that has it',
        );
      }
      for (const [attribute, value] of Object.entries(attributes)) refuseAddress(attribute, value.trim());
    },
  });
  parser.end(html);
}

function refuseAddress(attribute: string, value: string): void {
  const kind = Object.hasOwn(ADDRESSES, attribute) ? ADDRESSES[attribute] : undefined;
  // `#terms` leads to a place in the mail itself.
  if (kind === undefined || value.startsWith('#')) return;
  refuseBadLink('TEMPLATE_RENDER_FAILED', 'content.html', kind, value);
}
