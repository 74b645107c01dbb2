import { createProviders, type HandOver, type Provider, ProviderConfig } from '@hermod/providers';
import type { Jsmpp } from '@hermod/embedded';
import type { SmppOptions } from './options.ts';

/** What one round gave. */
export interface SmppRound {
  readonly perSecond: number;
  /** Of one hand-over. */
  readonly p99Ms: number;
  /** Messages that got an id of their own. */
  readonly accepted: number;
  /** Hand-overs that were safely turned away, and made again at once. */
  readonly again: number;
}

const DEADLINE_MS = 60_000;
const MESSAGE: HandOver = {
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'sms',
  purpose: 'transactional',
  to: '+46700000001',
  content: { channel: 'sms', text: 'Hej Ada, order A-1000 är på väg. Svara STOP för att slippa.' },
  callback: { url: 'https://hermod.example/webhooks/smsc', token: 'unused' },
  publicUrl: 'https://hermod.example',
  ttlMs: 600_000,
};

/** Sends as delivery does: as many hand-overs at once as the window has places, over one bind. */
export async function measureSmpp(
  smsc: Jsmpp,
  { messages, rounds, window }: SmppOptions,
  signal: AbortSignal,
): Promise<SmppRound[]> {
  const [provider] = createProviders([
    ProviderConfig.parse({
      id: 'jsmpp',
      type: 'smpp',
      port: smsc.port,
      systemId: smsc.systemId,
      password: smsc.password,
      bindAs: 'transceivers',
      receiptIds: 'hex-to-decimal',
      windowSize: window,
      sender: '+46700000000',
    }),
  ]);
  const measured: SmppRound[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      signal.throwIfAborted();
      measured.push(await measureRound(provider!, messages, window));
    }
  } finally {
    await provider!.close();
  }
  return measured;
}

async function measureRound(provider: Provider, messages: number, window: number): Promise<SmppRound> {
  const ids = new Set<string>();
  const tookMs: number[] = [];
  let next = 0;
  let again = 0;
  const sendOn = async (): Promise<void> => {
    while (next < messages) {
      next += 1;
      const startedMs = performance.now();
      let result = await provider.handOver(MESSAGE, AbortSignal.timeout(DEADLINE_MS));
      // jsmpp turns away what follows its answer to a bind at once: it still sets itself up.
      for (; result.outcome === 'retry'; again += 1)
        result = await provider.handOver(MESSAGE, AbortSignal.timeout(DEADLINE_MS));
      tookMs.push(performance.now() - startedMs);
      if (result.outcome === 'accepted' && result.providerMessageId !== undefined)
        ids.add(result.providerMessageId);
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: window }, sendOn));
  const seconds = (performance.now() - startedMs) / 1000;
  tookMs.sort((a, b) => a - b);
  return {
    perSecond: messages / seconds,
    p99Ms: tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * 0.99))]!,
    accepted: ids.size,
    again,
  };
}
