import type { PhoneMail } from '../phones/phone.ts';

const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', N: '\n' };

/** What a calendar shows of an invitation (RFC 5545) whose times are in UTC; undefined where it lacks something. */
export function readInvitation(ics: string): PhoneMail['calendar'] {
  const properties = ics.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const valueOf = (name: string): string | undefined =>
    properties.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  const title = valueOf('SUMMARY')?.replaceAll(
    /\\(.)/g,
    (_, escaped: string) => UNESCAPED[escaped] ?? escaped,
  );
  const start = instantOf(valueOf('DTSTART'));
  const end = instantOf(valueOf('DTEND'));
  return title === undefined || start === undefined || end === undefined ? undefined : { title, start, end };
}

/** `20261122T090000Z` in ISO 8601. */
function instantOf(written: string | undefined): string | undefined {
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d{2})(\d{2})(\d{2})Z$/.exec(written ?? '') ?? [];
  if (date === undefined) return undefined;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return `${day}T${hours}:${minutes}:${seconds}.000Z`;
}
