import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../session/use-session.ts';
import type { ReviewFilter } from './consent.ts';
import { isFinal } from './problem.ts';
import type { DecisionPreview, DecisionPreviewInput } from './types.ts';

/** How often what is live is asked for again, in milliseconds. Hidden tabs don't ask. */
const LIVE_MS = 1_500;
/** The same for what takes many answers, or changes with the hours of the day. */
const SLOW_MS = 10_000;
/** How long an erasure that is done is left alone. */
const SETTLED_MS = 60_000;

const live = { refetchInterval: LIVE_MS, placeholderData: keepPreviousData } as const;

/** The ledger of a recipient, who may be erased. */
export function useLedger(recipient: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['ledger', recipient],
    queryFn: () => api.ledger(recipient),
    refetchInterval: LIVE_MS,
  });
}

export function useDecisions(recipient: string, next: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['decisions', recipient, next],
    queryFn: () => api.decisions(recipient, next),
    ...live,
  });
}

/** What would be decided about each of some questions, now; undefined as long as it isn't known. */
export function useStanding(
  questions: readonly DecisionPreviewInput[],
): readonly (DecisionPreview | undefined)[] {
  const api = useApi();
  return useQueries({
    queries: questions.map((question) => ({
      queryKey: ['standing', question.recipient, question],
      queryFn: () => api.previewDecision(question),
      refetchInterval: SLOW_MS,
      placeholderData: keepPreviousData,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
}

/** Asks again what holds for somebody, after something was recorded or done. */
export function useRefreshPerson(recipient: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(
      ['recipient', 'ledger', 'standing', 'decisions'].map((kind) =>
        queries.invalidateQueries({ queryKey: [kind, recipient] }),
      ),
    );
  };
}

export function useErasure(recipient: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['erasure', recipient],
    queryFn: () => api.erasure(recipient),
    refetchInterval: ({ state }) => (state.data?.status === 'erasing' ? LIVE_MS : SETTLED_MS),
  });
}

export function useReviews(filter: ReviewFilter) {
  const api = useApi();
  return useQuery({ queryKey: ['reviews', filter], queryFn: () => api.reviews(filter), ...live });
}

/** How many texts wait to be read. A key that may not see them sees no number. */
export function useOpenReviews() {
  const api = useApi();
  return useQuery({
    queryKey: ['open-reviews'],
    queryFn: api.openReviews,
    refetchInterval: ({ state }) => (isFinal(state.error) ? false : SLOW_MS),
  });
}

/** The policy, once: somebody may be changing it in a form. */
export function usePolicy() {
  const api = useApi();
  return useQuery({
    queryKey: ['policy'],
    queryFn: api.policy,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}
