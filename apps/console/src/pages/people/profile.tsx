import { Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Recipient } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { valueInWords } from '../runs/value-in-words.ts';

const words = texts.people;

/** What is known of a person, and how they can be reached. */
export function Profile({ recipient }: { readonly recipient: Recipient }) {
  const { attributes, timeZone, country, region, locale, changedAt } = recipient;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          ...Object.entries(attributes).map(
            ([name, value]) =>
              [name, <PlainText key={name} text={valueInWords(value)} most={300} />] as const,
          ),
          [words.timeZone, timeZone ?? words.unset],
          [words.country, country ?? words.unset],
          [words.region, region],
          [words.locale, locale ?? words.unset],
          [words.changed, <Instant key="changed" at={changedAt} />],
        ]}
      />
      <ContactPoints contactPoints={recipient.contactPoints} />
    </Stack>
  );
}

function ContactPoints({ contactPoints }: Pick<Recipient, 'contactPoints'>) {
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {words.contactPoints}
      </Title>
      {contactPoints.length === 0 ? (
        <Nothing title={words.noContactPoints}>{words.noContactPointsFix}</Nothing>
      ) : (
        <Table verticalSpacing={6} horizontalSpacing={4} aria-label={words.contactPoints}>
          <Table.Tbody>
            {contactPoints.map(({ channel, provider, address, usable }) => (
              <Table.Tr key={`${channel} ${address}`}>
                <Table.Td w={60}>{channelName(channel)}</Table.Td>
                <Table.Td>
                  <Group gap="xs">
                    <PlainText text={address} most={80} />
                    {provider !== undefined && (
                      <Text size="xs" c="dimmed" span>
                        {provider}
                      </Text>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td w={96} ta="end">
                  <StatusBadge status={usable ? 'usable' : 'dead'} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}
