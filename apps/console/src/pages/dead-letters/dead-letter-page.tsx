import { Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useDeadLetter } from '../../api/queries.ts';
import type { DeadLetterLook } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { Section } from '../../shared/section.tsx';
import { TraceLink } from '../../shared/trace-link.tsx';
import { texts } from '../../texts.ts';
import { Record } from './record.tsx';
import { Replay } from './replay.tsx';

const route = getRouteApi('/dead-letters/$id');
const words = texts.deadLetters;

/** One dead letter: why it could not be handled, the record itself, and the way to try again. */
export function DeadLetterPage() {
  const { id } = route.useParams();
  const letter = useDeadLetter(id);
  return (
    <Page title={words.letterTitle}>
      <Loaded query={letter}>
        {(found) => (
          <Stack gap="md">
            <Cause letter={found} />
            <Record letter={found} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Cause({ letter }: { readonly letter: DeadLetterLook }) {
  const { code, message, field, service, topic, partition, offset, key, bytes, deadAt } = letter;
  return (
    <Section title={words.cause} aside={<TraceLink traceId={letter.traceId} />}>
      <Text>
        <PlainText text={message} />
      </Text>
      <Facts
        facts={[
          [words.code, code],
          [words.field, field],
          [words.service, service],
          [words.kafkaTopic, topic],
          [words.position, `${partition} · ${offset}`],
          [words.key, key === null ? undefined : <PlainText key="key" text={key} most={200} />],
          [words.size, words.bytes(bytes)],
          [words.when, <Instant key="when" at={deadAt} />],
        ]}
      />
      <Replay letter={letter} />
    </Section>
  );
}
