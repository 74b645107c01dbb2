import { HermodError } from '@hermod/contracts';
import { z } from 'zod';

const LinkUrl = z
  .url({ protocol: /^https?$/, error: 'is no http(s) URL' })
  .refine((url) => !/[?#]/.test(url), 'has a query or a fragment')
  .optional();

/** Where links in messages begin, without a slash at the end. */
export interface LinkBases {
  /** How the world reaches the gateway. */
  readonly publicUrl: string;
  /** One's own short domain. */
  readonly linkUrl: string;
}

/** Injection token of `LinkBases`. */
export const LINK_BASES = Symbol('LinkBases');

/**
 * Where short links begin: `HERMOD_LINK_URL`, a domain of one's own that leads to the gateway; else its public URL.
 * @throws HermodError CONFIG_INVALID
 */
export function readLinkUrl(env: Readonly<Record<string, string | undefined>>, publicUrl: string): string {
  const read = LinkUrl.safeParse(env['HERMOD_LINK_URL']);
  if (!read.success)
    throw new HermodError('CONFIG_INVALID', `HERMOD_LINK_URL ${read.error.issues[0]?.message}`, {
      field: 'HERMOD_LINK_URL',
      fix: 'write it as https://go.example',
    });
  return (read.data ?? publicUrl).replace(/\/+$/, '');
}
