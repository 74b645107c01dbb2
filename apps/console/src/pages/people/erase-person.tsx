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
  const api = useApi();
  const navigate = useNavigate();
  const refresh = useRefreshPerson(recipient);
  const [mismatch, setMismatch] = useState<string>();
  const erase = useMutation({
    mutationFn: (reason: string) => api.eraseRecipient(recipient, reason),
    onSuccess: async () => {
      await navigate({ to: '/people/$id/erasure', params: { id: recipient } });
      await refresh();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isMeant = textOf(form, 'confirm') === recipient;
    setMismatch(isMeant ? undefined : words.eraseMismatch);
    const reason = textOf(form, 'reason');
    if (isMeant && reason !== undefined) erase.mutate(reason);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.eraseHint}</Text>
        <TextInput
          name="reason"
          label={words.eraseWhy}
          description={words.eraseWhyHint}
          maxLength={500}
          autoComplete="off"
          required
          error={fieldErrorsOf(erase.error)('reason')}
        />
        <TextInput
          name="confirm"
          label={words.eraseConfirm(recipient)}
          autoComplete="off"
          required
          error={mismatch}
        />
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
