import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

/** Something that the person with the phone does; what the phone shows is looked at again right after. */
export function usePhoneAct<Given, Result>(
  number: string,
  act: (given: Given) => Promise<Result>,
): UseMutationResult<Result, Error, Given> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: ['phone', number] }),
  });
}
