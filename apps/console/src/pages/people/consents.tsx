import { Group, Stack, Text } from '@mantine/core';
import type { Consent } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';

const words = texts.people;

/** The ledger, newest first, with the words that the person was shown. */
export function Consents({ consents }: { readonly consents: readonly Consent[] }) {
  if (consents.length === 0) return <Nothing title={words.noConsents}>{words.noConsentsFix}</Nothing>;
  return (
    <Stack gap="sm">
      {consents.map((consent) => (
        <Entry key={consent.id} consent={consent} />
      ))}
    </Stack>
  );
}

function Entry({ consent }: { readonly consent: Consent }) {
  const { state, channel, purpose, topic, at, wording, method, suppression = false } = consent;
  return (
    <div>
      <Group gap="xs">
        <StatusBadge status={state} />
        <Text size="sm" fw={500} span>
          {channel === undefined ? words.everyChannel : channelName(channel)} · {purpose ?? words.anyPurpose}{' '}
          · {topic ?? words.everything}
        </Text>
        <Text size="xs" c="dimmed" span>
          <Instant at={at} /> · {suppression ? words.byText : method}
        </Text>
      </Group>
      {wording !== undefined && (
        <Text size="sm" c="dimmed">
          <PlainText text={words.words(wording)} most={300} />
        </Text>
      )}
    </div>
  );
}
