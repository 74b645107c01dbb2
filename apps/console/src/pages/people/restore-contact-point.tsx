import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useRefreshPerson } from '../../api/consent-queries.ts';
import { useApi } from '../../session/use-session.ts';
import { textOf } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.people;

interface RestoreContactPointProps {
  readonly recipient: string;
  readonly contactPoint: string;
  readonly address: string;
}

/** Has a contact point used again that was found dead or unusable; it wants a reason, which is kept. */
export function RestoreContactPoint(props: RestoreContactPointProps) {
  const [isAsked, ask] = useState(false);
  if (isAsked) return <RestoreForm {...props} />;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={words.restoreNamed(props.address.slice(0, 80))}
      onClick={() => ask(true)}
    >
      {words.restore}
    </Button>
  );
}

function RestoreForm({ recipient, contactPoint, address }: RestoreContactPointProps) {
  const api = useApi();
  const refresh = useRefreshPerson(recipient);
  const restore = useMutation({
    mutationFn: (reason: string) => api.restoreContactPoint(recipient, contactPoint, reason),
    onSuccess: refresh,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = textOf(new FormData(event.currentTarget), 'reason');
    if (reason !== undefined) restore.mutate(reason);
  };
  return (
    <form onSubmit={submit} aria-label={words.restoreNamed(address.slice(0, 80))}>
      <Group gap="xs" align="flex-end">
        <TextInput
          name="reason"
          size="xs"
          label={words.restoreWhy}
          description={words.restoreHint}
          maxLength={500}
          required
          autoComplete="off"
        />
        <Button type="submit" size="xs" loading={restore.isPending}>
          {words.restoreDo}
        </Button>
      </Group>
      {restore.isError && <ProblemAlert error={restore.error} />}
    </form>
  );
}
