import { Problem } from './problem.ts';
import { consentApi } from './consent.ts';
import { journeysApi } from './journeys.ts';
import { type Call, type CallApi, request, requestText } from './request.ts';
import { sendersApi } from './senders.ts';
import { templatesApi } from './templates.ts';
import type * as Api from './types.ts';

const PAGE_SIZE = 25;

/** What a list of runs is narrowed by. */
export interface RunFilter {
  readonly recipient?: string | undefined;
  readonly journey?: string | undefined;
  readonly status?: 'running' | 'ended' | undefined;
  readonly next?: string | undefined;
}

/**
 * Every call that the console makes, with a key. All of them reject with a `Problem`.
 * @param onRefused is told when the API doesn't know the key (any more).
 */
export function hermodApi(key: string, onRefused: () => void) {
  const told = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Problem && error.details.status === 401) onRefused();
      throw error;
    }
  };
  const call: CallApi = <T>(path: string, how: Call): Promise<T> => told(() => request<T>(key, path, how));
  const get: Get = <T>(path: string, query = {}): Promise<T> => call<T>(path, { query });
  const post: Post = <T>(path: string, body: unknown = {}, contentType = 'application/json'): Promise<T> =>
    call<T>(path, { method: 'POST', body, contentType });
  return {
    system: () => get<Api.SystemInfo>('/v1/system'),
    // What isn't ready is an answer, too.
    health: () => call<Api.SystemHealth>('/health/ready', { accept: [503] }),
    providers: async () => (await get<{ providers: Api.Provider[] }>('/v1/providers')).providers,
    sendEvent: (event: unknown) => post('/v1/events', event, 'application/cloudevents+json'),
    ...consentApi(call, (path, how) => told(() => requestText(key, path, how))),
    ...runsApi(get),
    ...journeysApi(call, (path, how) => told(() => requestText(key, path, how))),
    ...templatesApi(call),
    ...sendersApi(call),
    ...deadLettersApi(get, post),
    ...phoneApi(get, post),
  };
}

type Get = <T>(path: string, query?: NonNullable<Call['query']>) => Promise<T>;
type Post = <T>(path: string, body?: unknown, contentType?: string) => Promise<T>;
const id = encodeURIComponent;

/** Runs and messages: what was said to whom, and why. */
function runsApi(get: Get) {
  return {
    runs: async ({ recipient, journey, status, next }: RunFilter = {}): Promise<Api.Page<Api.RunSummary>> => {
      const query = { recipient, journey, status, next, limit: PAGE_SIZE };
      const page = await get<{ runs: Api.RunSummary[]; next?: string }>('/v1/runs', query);
      return { items: page.runs, next: page.next };
    },
    run: (run: string) => get<Api.RunStory>(`/v1/runs/${id(run)}`),
    messages: async (recipient: string, next?: string): Promise<Api.Page<Api.MessageSummary>> => {
      const query = { recipient, next, limit: PAGE_SIZE };
      const page = await get<{ messages: Api.MessageSummary[]; next?: string }>('/v1/messages', query);
      return { items: page.messages, next: page.next };
    },
    message: (message: string) => get<Api.Message>(`/v1/messages/${id(message)}`),
    unmatchedAnswers: async (next?: string): Promise<Api.Page<Api.UnmatchedAnswer>> => {
      const query = { next, limit: PAGE_SIZE };
      const page = await get<{ answers: Api.UnmatchedAnswer[]; next?: string }>(
        '/v1/answers/unmatched',
        query,
      );
      return { items: page.answers, next: page.next };
    },
  };
}

/** What could not be handled. */
function deadLettersApi(get: Get, post: Post) {
  return {
    deadLetters: async (service?: string, next?: string): Promise<Api.DeadLetterPage> => {
      const query = { service, next, limit: PAGE_SIZE };
      const page = await get<{ deadLetters: Api.DeadLetter[]; next?: string; unavailable?: string[] }>(
        '/v1/dead-letters',
        query,
      );
      return { items: page.deadLetters, next: page.next, unavailable: page.unavailable ?? [] };
    },
    deadLetter: (letter: string) => get<Api.DeadLetterLook>(`/v1/dead-letters/${id(letter)}`),
    replay: (letter: string) => post(`/v1/dead-letters/${id(letter)}/replay`),
  };
}

/** The phones of the simulator, and the person who holds one. */
function phoneApi(get: Get, post: Post) {
  const phone = (number: string): string => `/v1/simulator/phones/${encodeURIComponent(number)}`;
  return {
    phoneMessages: async (number: string) =>
      (await get<{ messages: Api.PhoneMessage[] }>(`${phone(number)}/messages`)).messages,
    phoneReplies: async (number: string) =>
      (await get<{ replies: Api.PhoneReply[] }>(`${phone(number)}/replies`)).replies,
    openOnPhone: (number: string, message: string) => post(`${phone(number)}/messages/${message}/open`),
    /** Taps a link in the text, or a chip, counted from 0. */
    tapOnPhone: (number: string, message: string, tap: Api.PhoneTap) =>
      post(`${phone(number)}/messages/${message}/tap`, tap),
    replyFromPhone: (number: string, text: string) =>
      post<{ isTaken: boolean }>(`${phone(number)}/replies`, { text }),
  };
}

export type HermodApi = ReturnType<typeof hermodApi>;
