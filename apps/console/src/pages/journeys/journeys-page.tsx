import { Button, Group, Paper, Table, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useJourneys } from '../../api/queries.ts';
import type { JourneySummary } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';

const words = texts.journeys;

/** Every journey, and the way to a new one. */
export function JourneysPage() {
  const journeys = useJourneys();
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={journeys.isError} />}>
      <Loaded query={journeys}>
        {(found) =>
          found.length === 0 ? (
            <Nothing title={words.none}>{words.noneFix}</Nothing>
          ) : (
            <JourneyList journeys={found} />
          )
        }
      </Loaded>
      <NewJourney />
    </Page>
  );
}

function JourneyList({ journeys }: { readonly journeys: readonly JourneySummary[] }) {
  return (
    <Paper withBorder radius="md">
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.journey}</Table.Th>
            <Table.Th>{words.published}</Table.Th>
            <Table.Th visibleFrom="sm">{words.draftOf}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {journeys.map(({ id, publishedVersion, draftAt, pausedAt }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <RouteAnchor to="/journeys/$id" params={{ id }} size="sm" fw={500}>
                  {id}
                </RouteAnchor>
              </Table.Td>
              <Table.Td>
                {publishedVersion === null ? words.draftOnly : words.version(publishedVersion)}
                {pausedAt !== null && ` · ${words.paused}`}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Instant at={draftAt} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function NewJourney() {
  const [id, setId] = useState('');
  const navigate = useNavigate();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (id.trim() !== '') void navigate({ to: '/journeys/$id', params: { id: id.trim() } });
  };
  return (
    <Section title={words.newOne}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words.newId}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            maxLength={100}
            autoComplete="off"
            required
          />
          <Button type="submit" variant="default">
            {words.open}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
