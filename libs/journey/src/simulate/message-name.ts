import { type Channel, CHANNELS } from '@hermod/contracts';

/** Which messages a name such as `push of tell`, `tell` or `push` means. */
export interface NamedMessage {
  readonly channel?: Channel;
  readonly step?: string;
}

/** Reads the name of a message; a word that is a channel is one. */
export function readMessageName(name: string): NamedMessage {
  const [, channel, step] = /^(\S+) of (\S+)$/.exec(name) ?? [];
  if (step !== undefined && isChannel(channel)) return { channel, step };
  return isChannel(name) ? { channel: name } : { step: name };
}

function isChannel(word: string | undefined): word is Channel {
  return (CHANNELS as readonly (string | undefined)[]).includes(word);
}
