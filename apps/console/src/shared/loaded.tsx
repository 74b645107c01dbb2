import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/**
 * What was asked for, as soon as it is there. A later question that fails is told above what is known already,
 * which stays.
 */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data === undefined) {
    if (query.isError) return <ProblemAlert error={query.error} />;
    return (
      <Stack gap="xs" role="status" aria-label={texts.common.loading}>
        {[80, 100, 60].map((width) => (
          <Skeleton key={width} h={18} w={`${width}%`} />
        ))}
      </Stack>
    );
  }
  return (
    <>
      {query.isError && <ProblemAlert error={query.error} />}
      {children(query.data)}
    </>
  );
}
