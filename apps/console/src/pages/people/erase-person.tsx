import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useRefreshPerson } from '../../api/consent-queries.ts';
import { useApi } from '../../session/use-session.ts';
import { fieldErrorsOf } from '../../shared/field-errors.ts';
import { textOf } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.rights;

/** Erases a person, once somebody has said why and has written the id to show that they mean it. */
export function ErasePerson({ recipient }: { readonly recipient: string }) {
  const [mismatch, setMismatch] = useState<string>();
  const erase = useErase(recipient);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isMeant = textOf(form, 'confirm') === recipient;
    setMismatch(isMeant ? undefined : words.eraseMismatch);
    const reason = textOf(form, 'reason');
    if (isMeant && reason !== undefined) erase.mutate(reason);
  };
  const field = { autoComplete: 'off', required: true };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.eraseHint}</Text>
        <TextInput
          {...field}
          name="reason"
          label={words.eraseWhy}
          description={words.eraseWhyHint}
          maxLength={500}
          error={fieldErrorsOf(erase.error)('reason')}
        />
        <TextInput {...field} name="confirm" label={words.eraseConfirm(recipient)} error={mismatch} />
        {erase.isError && <ProblemAlert error={erase.error} />}
        <Group>
          <Button type="submit" size="xs" color="red" loading={erase.isPending}>
            {words.eraseDo}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useErase(recipient: string) {
  const api = useApi();
  const navigate = useNavigate();
  const refresh = useRefreshPerson(recipient);
  return useMutation({
    mutationFn: (reason: string) => api.eraseRecipient(recipient, reason),
    onSuccess: async () => {
      await navigate({ to: '/people/$id/erasure', params: { id: recipient } });
      await refresh();
    },
  });
}
