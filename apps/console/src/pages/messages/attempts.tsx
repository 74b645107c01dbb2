import { Stack } from '@mantine/core';
import type { Attempt } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { durationOf } from '../../shared/format-time.ts';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';

const words = texts.messages;

/** The hand-overs of a message, in their order. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <Nothing title={words.noAttempts}>{words.noAttemptsFix}</Nothing>;
  return (
    <Stack gap="md">
      {attempts.map((attempt) => (
        <One key={attempt.id} attempt={attempt} />
      ))}
    </Stack>
  );
}

function One({ attempt }: { readonly attempt: Attempt }) {
  const { n, provider, state, startedAt, closedAt, providerMessageId, reason, sender, takeBack } = attempt;
  const took = closedAt === null ? undefined : durationOf(Date.parse(closedAt) - Date.parse(startedAt));
  return (
    <Facts
      facts={[
        [words.attempt(n + 1, provider), <StatusBadge key="state" status={state} />],
        [texts.runs.started, <Instant key="at" at={startedAt} isClock />],
        [texts.runs.took, took],
        [
          words.providerId,
          providerMessageId === null ? undefined : <PlainText key="id" text={providerMessageId} />,
        ],
        [words.sender, sender === null ? undefined : <PlainText key="sender" text={sender} />],
        [words.takenBack, takeBack === null ? undefined : words.takeBacks[takeBack]],
        [words.reason, reason === null ? undefined : <PlainText key="why" text={reason} most={300} />],
      ]}
    />
  );
}
