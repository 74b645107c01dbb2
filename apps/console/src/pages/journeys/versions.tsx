import { Table, Text } from '@mantine/core';
import { useJourneyVersions } from '../../api/queries.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';

const words = texts.journeys;

/** What was published when. Runs stay on the version with which they began. */
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
        {({ versions: found }) =>
          found.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.noVersions}
            </Text>
          ) : (
            <Table verticalSpacing={6} aria-label={words.versions}>
              <Table.Tbody>
                {found.map(({ version, publishedAt }) => (
                  <Table.Tr key={version}>
                    <Table.Td fw={500}>{words.version(version)}</Table.Td>
                    <Table.Td>
                      <Instant at={publishedAt} size="sm" />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Section>
  );
}
