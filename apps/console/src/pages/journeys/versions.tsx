import { Stack, Table, Text } from '@mantine/core';
import { useJourneyVersions } from '../../api/queries.ts';
import type { JourneyVersions } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { CancelVersion } from './cancel-version.tsx';
import { PauseSwitch } from './pause-switch.tsx';

const words = texts.journeys;

/** What was published when, and how many runs go on: they stay on the version with which they began. */
export function Versions({ journey }: { readonly journey: string }) {
  const versions = useJourneyVersions(journey);
  const all = (
    <RouteAnchor to="/runs" search={{ journey }} size="sm">
      {words.allRuns}
    </RouteAnchor>
  );
  return (
    <Section title={words.versions} aside={all}>
      <Loaded query={versions}>
        {(found) =>
          found.versions.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.noVersions}
            </Text>
          ) : (
            <Stack gap="sm">
              <PauseSwitch journey={journey} isPaused={found.pausedAt !== null} />
              <VersionTable journey={journey} versions={found.versions} />
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}

interface VersionTableProps {
  readonly journey: string;
  readonly versions: JourneyVersions['versions'];
}

function VersionTable({ journey, versions }: VersionTableProps) {
  return (
    <Table verticalSpacing={6} aria-label={words.versions}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.versions}</Table.Th>
          <Table.Th visibleFrom="sm">{words.publishedAt}</Table.Th>
          <Table.Th>{words.state}</Table.Th>
          <Table.Th ta="end">{words.running}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map(({ version, publishedAt, state, running }) => (
          <Table.Tr key={version}>
            <Table.Td fw={500}>{words.version(version)}</Table.Td>
            <Table.Td visibleFrom="sm">
              <Instant at={publishedAt} size="sm" />
            </Table.Td>
            <Table.Td>{words.states[state]}</Table.Td>
            <Table.Td ta="end">
              {running.toLocaleString('en')}
              {running > 0 && <CancelVersion journey={journey} version={version} running={running} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
