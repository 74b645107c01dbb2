/** One line of the timeline in `GET /v1/runs/{id}`. */
export interface TimelineEntry {
  readonly at: string;
  readonly what: string;
  readonly message?: string;
  readonly why: { readonly rule: string; readonly values: Readonly<Record<string, unknown>> };
}

/** A message as a phone shows it. */
export interface PhoneMessage {
  /** Hermod's id of the message, where the provider's protocol carries it. */
  readonly messageId?: string;
  readonly channel: string;
  readonly text: string;
  readonly receivedAt: string;
}

const SENT_AFTER_ALL = ': it was sent after all';

/** One line to tell. */
export interface News {
  /** The same line has the same key whenever it is looked at again. */
  readonly key: string;
  readonly at: Date;
  readonly text: string;
}

/**
 * What there is to tell of a run, in order. A provider reports a delivery sooner than delivery closes the
 * hand-over in its batch, so a receipt is told only after the acceptance it belongs to, or after the unknown outcome that it settles.
 * @param channels of the journey's rungs, in order
 */
export function newsOf(
  timeline: readonly TimelineEntry[],
  phone: readonly PhoneMessage[],
  channels: readonly string[],
): News[] {
  const channelOf = new Map<string, string>();
  const handedOverAt = new Map<string, number>();
  const unknown = new Set<string>();
  for (const { what, message, why, at } of timeline) {
    if (message === undefined) continue;
    if (what === 'requested') channelOf.set(message, channels[Number(why.values['rung']) - 1] ?? 'message');
    if (what === 'accepted' || what === 'unknown') handedOverAt.set(message, Date.parse(at));
    if (what === 'unknown') unknown.add(message);
    if (what === 'accepted') unknown.delete(message);
  }
  const hasEnded = timeline.some(({ what }) => what === 'ended');
  const told = timeline.flatMap((entry): News[] => {
    const { message = '', what, at } = entry;
    const isReceipt = what === 'delivered' || what === 'opened';
    const handedOver = handedOverAt.get(message);
    if (isReceipt && handedOver === undefined && !hasEnded) return [];
    // A millisecond later, so that it stands behind.
    const shownAt = isReceipt ? Math.max(Date.parse(at), (handedOver ?? 0) + 1) : Date.parse(at);
    return [
      {
        key: `${what} ${message} ${at}`,
        at: new Date(shownAt),
        text:
          phraseOf(entry, channelOf.get(message)) + (isReceipt && unknown.has(message) ? SENT_AFTER_ALL : ''),
      },
    ];
  });
  const arrived = phone.map((message): News => {
    const text = `${nameOf(message.channel)} on the phone: “${message.text.replaceAll('\n', ' – ')}”`;
    return { key: `phone ${message.channel} ${message.receivedAt}`, at: new Date(message.receivedAt), text };
  });
  return [...told, ...arrived].toSorted(byTime);
}

function byTime(one: News, other: News): number {
  return one.at.getTime() - other.at.getTime();
}

/** A timeline entry in words; one that isn't known is told as it stands. */
function phraseOf({ what, why }: TimelineEntry, channel = 'message'): string {
  const name = nameOf(channel);
  const { values, rule } = why;
  switch (what) {
    case 'started':
      return `run started, because ${rule}`;
    case 'requested':
      return `${name} requested (rung ${text(values['rung'])} of ${text(values['of'])}, until ${text(values['until'])})`;
    case 'accepted':
      return `${name} handed over to ${text(values['provider'])}${foundOut(rule)}, permitted by ${permissionOf(values)}`;
    case 'unknown':
      return unknownPhrase(name, why);
    case 'unread':
      return `${name} ${rule}`;
    case 'reached':
      return `reached: ${rule}`;
    case 'ended':
      return `run ended: ${text(values['outcome'])}`;
    case 'delivered':
    case 'opened':
    case 'refused':
      return `${name} ${what}${what === 'refused' ? `: ${rule}` : ''}`;
    default:
      return `${name} ${what}: ${rule}`;
  }
}

/** An unknown outcome's rule is a code, what happened, and after a semicolon the words for people. */
function unknownPhrase(name: string, { rule, values }: TimelineEntry['why']): string {
  const [, words] = /^[^;]*; (.*)$/.exec(rule) ?? [];
  if (words === undefined) return `${name}: nobody knows whether it was sent (${rule})`;
  return `${name} to ${text(values['provider'])}: ${words}`;
}

/** How an acceptance is known that the call itself did not bring. */
function foundOut(rule: string): string {
  const [, words] = /^[A-Z_]+: (.*)$/.exec(rule) ?? [];
  return words === undefined ? '' : ` (${words})`;
}

function permissionOf(values: Readonly<Record<string, unknown>>): string {
  const permittedBy = values['permittedBy'] as { rule?: unknown } | undefined;
  return text(permittedBy?.rule);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}

function nameOf(channel: string): string {
  return channel === 'sms' ? 'SMS' : channel;
}
