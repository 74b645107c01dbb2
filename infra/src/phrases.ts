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

/** One line to tell. */
export interface News {
  /** The same line has the same key whenever it is looked at again. */
  readonly key: string;
  readonly at: Date;
  readonly text: string;
}

/**
 * What there is to tell of a run, in order. A provider reports a delivery sooner than delivery closes the
 * hand-over in its batch, so a receipt is told only after the acceptance it belongs to.
 * @param channels of the journey's rungs, in order
 */
export function newsOf(
  timeline: readonly TimelineEntry[],
  phone: readonly PhoneMessage[],
  channels: readonly string[],
): News[] {
  const channelOf = new Map<string, string>();
  const acceptedAt = new Map<string, number>();
  for (const { what, message, why, at } of timeline) {
    if (message === undefined) continue;
    if (what === 'requested') channelOf.set(message, channels[Number(why.values['rung']) - 1] ?? 'message');
    if (what === 'accepted') acceptedAt.set(message, Date.parse(at));
  }
  const hasEnded = timeline.some(({ what }) => what === 'ended');
  const told = timeline.flatMap((entry): News[] => {
    const { message = '', what, at } = entry;
    const isReceipt = what === 'delivered' || what === 'opened';
    const accepted = acceptedAt.get(message);
    if (isReceipt && accepted === undefined && !hasEnded) return [];
    // A millisecond later, so that it stands behind.
    const shownAt = isReceipt ? Math.max(Date.parse(at), (accepted ?? 0) + 1) : Date.parse(at);
    return [
      {
        key: `${what} ${message} ${at}`,
        at: new Date(shownAt),
        text: phraseOf(entry, channelOf.get(message)),
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
      return `${name} handed over to ${text(values['provider'])}, permitted by ${permissionOf(values)}`;
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
