import type { HandOverResult, NotFound } from '@hermod/providers';

/** How the latest calls of a provider ended. */
export interface HealthView {
  /** `failing`: at least half of them brought no answer, an error, or a no for now. */
  readonly state: 'idle' | 'ok' | 'failing';
  readonly calls: number;
  readonly failed: number;
  readonly lastFailure?: { readonly at: string; readonly code: string };
}

const MOST_CALLS = 100;
const LOOKS_BACK_MS = 60_000;

/** Remembers how the calls of one provider ended: those of the last minute, 100 at most. For people to look at. */
export class ProviderHealth {
  #calls: { readonly atMs: number; readonly failure?: string }[] = [];

  /** @param nowMs of the epoch. */
  note(result: HandOverResult | NotFound, nowMs: number): void {
    const failure = failureOf(result);
    this.#calls.push({ atMs: nowMs, ...(failure === undefined ? {} : { failure }) });
    if (this.#calls.length > MOST_CALLS) this.#calls.shift();
  }

  /** @param nowMs of the epoch. */
  view(nowMs: number): HealthView {
    this.#calls = this.#calls.filter(({ atMs }) => atMs > nowMs - LOOKS_BACK_MS);
    const calls = this.#calls.length;
    const failures = this.#calls.filter(({ failure }) => failure !== undefined);
    const failed = failures.length;
    const last = failures.at(-1);
    return {
      state: calls === 0 ? 'idle' : failed * 2 >= calls ? 'failing' : 'ok',
      calls,
      failed,
      ...(last?.failure === undefined
        ? {}
        : { lastFailure: { at: new Date(last.atMs).toISOString(), code: last.failure } }),
    };
  }
}

/** A refusal of one message says nothing about the provider, but for one of our account. */
function failureOf(result: HandOverResult | NotFound): string | undefined {
  if (result.outcome === 'accepted' || result.outcome === 'not-found') return undefined;
  if (result.outcome === 'refused' && result.code !== 'PROVIDER_CREDENTIALS') return undefined;
  return result.code;
}
