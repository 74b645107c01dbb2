import type { EmailContent } from '../content/email-content.ts';
import { isPrivateHost } from '../links/private-hosts.ts';
import { mediaTypeOf } from '../rendering/media-types.ts';
import { cameOutEmpty, unsendable } from '../rendering/problems.ts';
import type { RenderedAttachment } from '../rendering/rendered.ts';
import type { FileLink } from './html-blocks.ts';

type File = Partial<NonNullable<EmailContent['attachments']>[number]>;

/** Endings that mailboxes turn away whatever is in the file. Source: Gmail's list of blocked file types, as of 2026-11. */
const BLOCKED = new Set(
  (
    'ade adp apk appx bat cab chm cmd com cpl diagcab dll dmg ex exe hta img ins iso isp jar jnlp js jse lib lnk mde mjs msc ' +
    'msi msix msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll'
  ).split(' '),
);
/** Characters that a file name can't have somewhere, or that a header can't carry. */
const NO_NAME = /[\p{Cc}/\\:*?"<>|]/u;
const MAX_NAME_CHARS = 200;

/** What becomes of a mail's files: those that it holds go with it, those that have an address are led to. */
export interface FinishedFiles {
  readonly sent: readonly RenderedAttachment[];
  readonly linked: readonly FileLink[];
}

/**
 * @param privateHosts `host:port` of hosts that files may come from although they are not public.
 * @throws HermodError TEMPLATE_RENDER_FAILED that names the file by its place
 */
export function finishFiles(files: readonly File[], privateHosts: ReadonlySet<string>): FinishedFiles {
  const sent: RenderedAttachment[] = [];
  const linked: FileLink[] = [];
  for (const [index, file] of files.entries()) {
    const field = `attachments.${index}`;
    const filename = checkedName(`${field}.filename`, file.filename);
    if (file.url === undefined) sent.push(finishFile(field, { ...file, filename }));
    else linked.push({ filename, url: checkedUrl(`${field}.url`, file.url, privateHosts) });
  }
  return { sent, linked };
}

function finishFile(field: string, file: File & { readonly filename: string }): RenderedAttachment {
  const { filename, text, base64, contentType = mediaTypeOf(filename) ?? 'application/octet-stream' } = file;
  if (text === undefined && base64 === undefined) throw cameOutEmpty(`${field}.text`);
  if (/^(?:multipart|message)\//.test(contentType)) {
    throw unsendable(
      `${field}.contentType`,
      `${contentType} is no file but a part of a mail`,
      'send it as application/octet-stream',
    );
  }
  const content = base64 === undefined ? { text } : { base64 };
  return { filename, contentType, ...content };
}

function checkedName(field: string, name: string | undefined): string {
  if (name === undefined) throw cameOutEmpty(field);
  if (NO_NAME.test(name) || name.startsWith('.') || name.length > MAX_NAME_CHARS) {
    const fix = `write one such as invoice-7.pdf, of at most ${MAX_NAME_CHARS} characters`;
    throw unsendable(field, 'this is no name that a file can have everywhere', fix);
  }
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (BLOCKED.has(ending)) {
    throw unsendable(
      field,
      `mailboxes turn away files that end in .${ending}`,
      'lead to it by a link instead',
    );
  }
  return name;
}

function checkedUrl(field: string, url: string, privateHosts: ReadonlySet<string>): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw unsendable(field, 'files are fetched over http or https', 'write an https address');
  }
  if (isPrivateHost(parsed.hostname) && !privateHosts.has(parsed.host)) {
    throw unsendable(
      field,
      'its host is private, so nobody can fetch it',
      'put it where the internet can reach it',
    );
  }
  return url;
}
