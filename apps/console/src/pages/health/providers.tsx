import { Table } from '@mantine/core';
import { useProviders } from '../../api/queries.ts';
import type { Provider } from '../../api/types.ts';
import { Loaded } from '../../shared/loaded.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';

const words = texts.health;

/** Who carries messages, and how busy they are. */
export function Providers() {
  const providers = useProviders();
  return (
    <Section title={words.providers}>
      <Loaded query={providers}>{(found) => <List providers={found} />}</Loaded>
    </Section>
  );
}

function List({ providers }: { readonly providers: readonly Provider[] }) {
  return (
    <Table verticalSpacing={6} aria-label={words.providers}>
      <Table.Tbody>
        {providers.map(({ id, channels, windowSize, inFlight }) => (
          <Table.Tr key={id}>
            <Table.Td fw={500}>{id}</Table.Td>
            <Table.Td>{channels.map((channel) => channelName(channel)).join(', ')}</Table.Td>
            <Table.Td ta="end">
              {sum(inFlight)} {words.inFlight}
            </Table.Td>
            <Table.Td ta="end" c="dimmed" visibleFrom="sm">
              {words.window(windowSize)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sum(inFlight: Provider['inFlight']): number {
  return Object.values(inFlight).reduce((total, calls) => total + calls, 0);
}
