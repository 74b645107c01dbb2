import { Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useRun, useRunsOf } from '../../api/queries.ts';
import type { RunSummary } from '../../api/types.ts';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Section } from '../../shared/section.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { RunTimeline } from '../runs/run-timeline.tsx';
import { Growing } from './growing.tsx';
import type { Sent } from './use-sending.ts';
import classes from './growing.module.css';

/** After this nothing is going to come of an event, unless Hermod is far behind. */
const GIVE_UP_MS = 8_000;

interface LiveRunProps {
  readonly recipient: string;
  readonly sent: Sent | undefined;
}

/** What Hermod does about the event that was sent last; before one was, what it did about the last one ever. */
export function LiveRun({ recipient, sent }: LiveRunProps) {
  const runs = useRunsOf(recipient);
  const isAbout = sent?.recipient === recipient;
  const known = runs.data ?? [];
  const fresh = isAbout ? known.filter(({ id }) => !sent.runsBefore.has(id)) : known.slice(0, 1);
  return (
    <Section title={texts.phone.what} aside={<LiveBadge isLost={runs.isError} />}>
      <Growing>
        {fresh.length === 0 && <NoRun sent={isAbout ? sent : undefined} />}
        {fresh.map((run) => (
          <OneRun key={run.id} run={run} isEarlier={!isAbout} />
        ))}
      </Growing>
    </Section>
  );
}

function NoRun({ sent }: { readonly sent: Sent | undefined }) {
  const { nothingYet, nothingYetFix, waiting, waitingFix, noRun, noRunFix } = texts.phone;
  const isOver = useIsOver(sent === undefined ? undefined : sent.at + GIVE_UP_MS);
  if (sent === undefined) return <Nothing title={nothingYet}>{nothingYetFix}</Nothing>;
  if (!isOver) return <Nothing title={waiting}>{waitingFix}</Nothing>;
  return <Nothing title={noRun}>{noRunFix}</Nothing>;
}

/** Whether an instant (milliseconds of the epoch) is over; draws anew when it is. */
function useIsOver(instant: number | undefined): boolean {
  const [over, setOver] = useState<number>();
  useEffect(() => {
    if (instant === undefined) return undefined;
    const timer = setTimeout(() => setOver(instant), instant - Date.now());
    return () => clearTimeout(timer);
  }, [instant]);
  return instant !== undefined && over === instant;
}

function OneRun({ run, isEarlier }: { readonly run: RunSummary; readonly isEarlier: boolean }) {
  const story = useRun(run.id);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs" className={classes['head'] ?? ''}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {run.journey}
          </Text>
          <StatusBadge status={story.data?.outcome ?? run.outcome ?? run.status} />
        </Group>
        <RouteAnchor to="/runs/$id" params={{ id: run.id }} size="sm">
          {texts.phone.openRun}
        </RouteAnchor>
      </Group>
      {isEarlier && (
        <Text size="xs" c="dimmed">
          {texts.phone.earlierRun}
        </Text>
      )}
      <Loaded query={story}>{({ timeline }) => <RunTimeline timeline={timeline} />}</Loaded>
    </Stack>
  );
}
