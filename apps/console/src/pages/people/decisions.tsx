import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useDecisions } from '../../api/consent-queries.ts';
import type { Decision } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Section } from '../../shared/section.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { Because } from './because.tsx';
import classes from './ledger-entry.module.css';

const words = texts.consent.decisions;

/** What was decided about the messages to somebody, newest first, each with its why. */
export function Decisions({ recipient }: { readonly recipient: string }) {
  const [current, setCurrent] = useState<string>();
  const decisions = useDecisions(recipient, current);
  return (
    <Section title={words.title}>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <Loaded query={decisions}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={words.none}>{words.noneFix}</Nothing>
            ) : (
              <Stack gap="sm">
                {items.map((decision) => (
                  <One key={decision.message} decision={decision} />
                ))}
              </Stack>
            )}
            <Group justify="flex-end" gap="xs">
              {current !== undefined && (
                <Button variant="default" size="xs" onClick={() => setCurrent(undefined)}>
                  {words.newest}
                </Button>
              )}
              {next !== undefined && (
                <Button variant="default" size="xs" onClick={() => setCurrent(next)}>
                  {words.older}
                </Button>
              )}
            </Group>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function One({ decision: made }: { readonly decision: Decision }) {
  const { message, request, channel, purpose, topic, decision, until, why, decidedAt } = made;
  const about = [
    channel === undefined ? words.unknownChannel : channelName(channel),
    ...(purpose === undefined ? [] : [texts.consent.purposes[purpose]]),
    ...(topic === undefined ? [] : [topic]),
  ].join(' · ');
  return (
    <div className={classes['entry']}>
      <Group gap="xs">
        <StatusBadge status={decision} />
        <Text size="sm" fw={500} span>
          {about}
        </Text>
        <Text size="xs" c="dimmed" span>
          <Instant at={decidedAt} />
          {request > 0 && ` · ${words.again(request + 1)}`}
          {made.of === 'recipient' && ` · ${words.ofRecipient}`}
        </Text>
        {until !== undefined && (
          <Text size="xs" c="dimmed" span>
            {decision === 'deferred' ? words.from : words.until} <Instant at={until} />
          </Text>
        )}
        {decision === 'permitted' && (
          <RouteAnchor to="/messages/$id" params={{ id: message }} size="xs">
            {words.message}
          </RouteAnchor>
        )}
      </Group>
      <Because why={why} />
    </div>
  );
}
