import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { HermodApi } from '../../api/hermod.ts';
import { useApi } from '../../session/use-session.ts';

/** Does something to a journey, and asks again how it stands. */
export function useJourneyAct(journey: string, act: (api: HermodApi) => Promise<unknown>) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => act(api),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['journey-versions', journey] });
      await queries.invalidateQueries({ queryKey: ['journeys'] });
    },
  });
}
