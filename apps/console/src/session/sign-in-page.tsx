import { Alert, Button, Center, Code, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { hermodApi } from '../api/hermod.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { texts } from '../texts.ts';
import { session, useSession } from './use-session.ts';

/** Asks for the key, and looks whether the API knows it. */
export function SignInPage() {
  const { isExpired } = useSession();
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>{`${texts.signIn.title} · Hermod`}</title>
      <Paper withBorder shadow="sm" radius="lg" p="xl" maw={420} w="100%">
        <Stack gap="md">
          <div>
            <Title order={1} size="h2">
              {texts.signIn.title}
            </Title>
            <Text c="dimmed" size="sm" mt={4}>
              {texts.product}
            </Text>
          </div>
          {isExpired && (
            <Alert color="orange" role="status" title={texts.signIn.expired}>
              {texts.signIn.expiredFix}
            </Alert>
          )}
          <KeyForm />
          <Text size="sm" c="dimmed">
            {texts.signIn.whereIsIt} <Code>.hermod/api-key</Code>
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
}

function KeyForm() {
  const [key, setKey] = useState('');
  const trial = useMutation({
    mutationFn: (tried: string) => hermodApi(tried, () => undefined).system(),
    onSuccess: (_system, tried) => session.signIn(tried),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') trial.mutate(key.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordInput
          label={texts.signIn.key}
          description={texts.signIn.keyStays}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
          required
          visibilityToggleButtonProps={{ 'aria-label': texts.signIn.showKey }}
        />
        {trial.isError && <ProblemAlert error={trial.error} />}
        <Button type="submit" loading={trial.isPending}>
          {texts.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}
