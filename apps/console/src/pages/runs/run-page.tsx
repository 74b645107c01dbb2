import { Group, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useRun } from '../../api/queries.ts';
import type { RunStory } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { durationOf } from '../../shared/format-time.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { TraceLink } from '../../shared/trace-link.tsx';
import { texts } from '../../texts.ts';
import { RunTimeline } from './run-timeline.tsx';

const route = getRouteApi('/runs/$id');
const words = texts.runs;

/** One run: at a glance, and line by line. */
export function RunPage() {
  const { id } = route.useParams();
  const run = useRun(id);
  const title = run.data === undefined ? words.timeline : words.runTitle(run.data.journey);
  return (
    <Page title={title} aside={<LiveBadge isLost={run.isError} />}>
      <Loaded query={run}>
        {(story) => (
          <Stack gap="md">
            <AtAGlance run={story} />
            <Section title={words.timeline}>
              {story.timeline.length === 0 ? (
                <Nothing title={texts.phone.nothingYet} />
              ) : (
                <RunTimeline timeline={story.timeline} />
              )}
            </Section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function AtAGlance({ run }: { readonly run: RunStory }) {
  const { endedAt, outcome } = run;
  const took = endedAt == null ? undefined : durationOf(Date.parse(endedAt) - Date.parse(run.startedAt));
  return (
    <Section title={words.facts} aside={<TraceLink traceId={run.traceId} />}>
      <Facts
        facts={[
          [
            words.status,
            <Group key="status" gap="xs">
              <StatusBadge status={run.status} />
              {outcome != null && <StatusBadge status={outcome} />}
            </Group>,
          ],
          [
            words.recipient,
            <RouteAnchor key="recipient" to="/people/$id" params={{ id: run.recipient }} size="sm">
              {run.recipient}
            </RouteAnchor>,
          ],
          [words.version, String(run.version)],
          [words.started, <Instant key="started" at={run.startedAt} />],
          [words.ended, endedAt == null ? words.stillRunning : <Instant key="ended" at={endedAt} />],
          [words.took, took],
        ]}
      />
    </Section>
  );
}
