import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../session/use-session.ts';

/** A draft as it was read; one that was never saved has no tag. */
export interface Draft {
  readonly text: string;
  readonly etag?: string;
}

/** Saves the draft, unless somebody else has saved another one meanwhile. */
export function useSaving(journey: string, etag: string | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => api.saveJourney(journey, text, etag),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['journey', journey] });
      await queries.invalidateQueries({ queryKey: ['journeys'] });
    },
  });
}

/** Publishes the draft that was saved last. */
export function usePublishing(journey: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.publishJourney(journey),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['journey-versions', journey] });
      await queries.invalidateQueries({ queryKey: ['journeys'] });
    },
  });
}
