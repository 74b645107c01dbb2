import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useApi } from '../session/use-session.ts';
import { type RunFilter } from './hermod.ts';

/** How often what is live is asked for again, in milliseconds. Hidden tabs don't ask. */
const LIVE_MS = 1_500;
/** The same where somebody watches one thing happen. */
const WATCHED_MS = 1_000;

const live = { refetchInterval: LIVE_MS, placeholderData: keepPreviousData } as const;
const watched = { refetchInterval: WATCHED_MS } as const;

export function useSystem() {
  const api = useApi();
  return useQuery({ queryKey: ['system'], queryFn: api.system, staleTime: Infinity });
}

export function useHealth() {
  const api = useApi();
  return useQuery({ queryKey: ['health'], queryFn: api.health, ...live });
}

export function useProviders() {
  const api = useApi();
  return useQuery({ queryKey: ['providers'], queryFn: api.providers, ...live });
}

export function useRecipient(recipient: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipient', recipient],
    queryFn: () => api.recipient(recipient),
    enabled: recipient !== '',
    refetchInterval: LIVE_MS,
  });
}

export function useJourneys() {
  const api = useApi();
  return useQuery({ queryKey: ['journeys'], queryFn: api.journeys, ...live });
}

/** A draft, once: somebody may be writing in it. */
export function useJourney(journey: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['journey', journey],
    queryFn: () => api.journey(journey),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

export function useJourneyVersions(journey: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['journey-versions', journey],
    queryFn: () => api.journeyVersions(journey),
    ...live,
  });
}

export function useTemplates() {
  const api = useApi();
  return useQuery({ queryKey: ['templates'], queryFn: api.templates, ...live });
}

/** A template, once: somebody may be writing in it. */
export function useTemplate(name: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['template', name],
    queryFn: () => api.template(name),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

export function useSenders() {
  const api = useApi();
  return useQuery({ queryKey: ['senders'], queryFn: api.senders, ...live });
}

/** What people wrote that answers nothing. */
export function useUnmatchedAnswers(next: string | undefined) {
  const api = useApi();
  return useQuery({ queryKey: ['unmatched', next], queryFn: () => api.unmatchedAnswers(next), ...live });
}

/** Runs as they come; a page further back stands still. */
export function useRuns(filter: RunFilter) {
  const api = useApi();
  return useQuery({ queryKey: ['runs', filter], queryFn: () => api.runs(filter), ...live });
}

/** The newest runs of one recipient, while somebody watches them. */
export function useRunsOf(recipient: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['runs-of', recipient],
    queryFn: async () => (await api.runs({ recipient })).items,
    enabled: recipient !== '',
    ...watched,
  });
}

export function useRun(run: string) {
  const api = useApi();
  return useQuery({ queryKey: ['run', run], queryFn: () => api.run(run), ...watched });
}

export function useMessages(recipient: string, next: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['messages', recipient, next],
    queryFn: () => api.messages(recipient, next),
    enabled: recipient !== '',
    ...live,
  });
}

export function useMessage(message: string) {
  const api = useApi();
  return useQuery({ queryKey: ['message', message], queryFn: () => api.message(message), ...watched });
}

/** Several messages at once; one that delivery doesn't know (it was refused before) is simply missing. */
export function useMessagesById(ids: readonly string[]) {
  const api = useApi();
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['message', id],
      queryFn: () => api.message(id),
      ...watched,
    })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data]]))),
  });
}

export function useDeadLetters(service: string | undefined, next: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['dead-letters', service, next],
    queryFn: () => api.deadLetters(service, next),
    ...live,
  });
}

export function useDeadLetter(letter: string) {
  const api = useApi();
  return useQuery({ queryKey: ['dead-letter', letter], queryFn: () => api.deadLetter(letter), ...live });
}

/** What a phone of the simulator shows: messages, and what its person wrote. */
export function usePhone(number: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['phone', number],
    queryFn: async () => {
      const [messages, replies] = await Promise.all([api.phoneMessages(number!), api.phoneReplies(number!)]);
      return { messages, replies };
    },
    enabled: number !== undefined,
    ...watched,
  });
}
