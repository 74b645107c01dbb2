import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../session/use-session.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.senders;

/** Deletes a sender, once somebody has said so twice. */
export function DeleteSender({ sender }: { readonly sender: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const [isAsked, ask] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.deleteSender(sender),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['senders'] }),
  });
  if (!isAsked)
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        aria-label={words.removeNamed(sender)}
        onClick={() => ask(true)}
      >
        {words.remove}
      </Button>
    );
  return (
    <Stack gap={4} role="group" aria-label={words.removeNamed(sender)}>
      <Text size="sm">{words.removeSure(sender)}</Text>
      <Group gap="xs">
        <Button size="compact-xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {words.removeDo}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => ask(false)}>
          {words.keep}
        </Button>
      </Group>
      {remove.isError && <ProblemAlert error={remove.error} />}
    </Stack>
  );
}
