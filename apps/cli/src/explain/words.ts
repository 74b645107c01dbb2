/** A value of the API that is expected to be a text or a number. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

const NAMES: Readonly<Record<string, string>> = { sms: 'SMS', mms: 'MMS', rcs: 'RCS message' };
const WITH_AN = /^(?:SMS|MMS|RCS|[aeiou])/;

/** A channel's message: `push`, `SMS`; `message` where the channel isn't known. */
export function messageName(channel: string | undefined): string {
  return channel === undefined ? 'message' : (NAMES[channel] ?? channel);
}

/** `a push`, `an SMS`. */
export function aMessage(channel: string | undefined): string {
  const name = messageName(channel);
  return `${WITH_AN.test(name) ? 'an' : 'a'} ${name}`;
}

/** With a capital at its beginning. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Parts that are there, with commas between. */
export function listed(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
