import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useApi } from '../../session/use-session.ts';
import { textOf } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.rights;

/** Downloads everything that is kept of a person, once somebody has said why. */
export function ExportPerson({ recipient }: { readonly recipient: string }) {
  const api = useApi();
  const download = useMutation({
    mutationFn: async (reason: string) => {
      const file = `${recipient.replaceAll(/[^\w.-]/g, '_')}.json`;
      save(await api.exportRecipient(recipient, reason), file);
      return file;
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = textOf(new FormData(event.currentTarget), 'reason');
    if (reason !== undefined) download.mutate(reason);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.exportHint}</Text>
        <TextInput name="reason" label={words.exportWhy} maxLength={500} autoComplete="off" required />
        {download.isError && <ProblemAlert error={download.error} />}
        {download.isSuccess && (
          <Alert color="teal" role="status">
            {words.exported(download.data)}
          </Alert>
        )}
        <Group>
          <Button type="submit" size="xs" loading={download.isPending}>
            {words.exportDo}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Hands a text to the browser as a file. */
function save(json: string, file: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
