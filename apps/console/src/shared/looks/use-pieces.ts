import { useQuery } from '@tanstack/react-query';
import type { Piece } from './costly.ts';

/** The parts of an SMS, each cut so that what costs UCS-2 can be marked. What knows the alphabet is fetched when it is first needed. */
export function usePieces(parts: readonly string[], isCostly: boolean): readonly (readonly Piece[])[] {
  const plain = parts.map((text) => [{ text, isCostly: false }]);
  const { data } = useQuery({
    queryKey: ['pieces', parts],
    queryFn: async () => {
      const { piecesOf } = await import('./costly.ts');
      return parts.map(piecesOf);
    },
    enabled: isCostly,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  return isCostly && data !== undefined ? data : plain;
}
