import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Looked } from './language.ts';

const PAUSE_MS = 300;

/** What the language says of a text, a moment after it was changed. The language is fetched when it is first needed. */
export function useLook(text: string) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  return useQuery({
    queryKey: ['look', settled],
    queryFn: async ({ signal }): Promise<Looked> => (await import('./language.ts')).lookAt(settled, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
