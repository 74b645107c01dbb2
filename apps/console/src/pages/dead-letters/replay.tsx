import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeadLetter } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { shortOf } from '../../shared/format-time.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.deadLetters;

/** Sends the record on its way once more. It happens once, however often it is asked for. */
export function Replay({ letter: { id, replayedAt } }: { readonly letter: DeadLetter }) {
  const api = useApi();
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => api.replay(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['dead-letter', id] }),
  });
  if (replayedAt !== undefined)
    return (
      <Alert color="teal" role="status">
        {words.replayed(shortOf(new Date(replayedAt), new Date()))}
      </Alert>
    );
  return (
    <>
      <Group gap="sm">
        <Button onClick={() => replay.mutate()} loading={replay.isPending}>
          {words.replay}
        </Button>
        <Text size="sm" c="dimmed">
          {words.replayHint}
        </Text>
      </Group>
      {replay.isError && <ProblemAlert error={replay.error} />}
    </>
  );
}
