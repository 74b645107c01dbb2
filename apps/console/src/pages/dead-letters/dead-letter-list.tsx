import { Paper, Table, Text } from '@mantine/core';
import type { DeadLetter } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';

const words = texts.deadLetters;

/** Dead letters as a table. */
export function DeadLetterList({ letters }: { readonly letters: readonly DeadLetter[] }) {
  return (
    <Paper withBorder radius="md">
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.what}</Table.Th>
            <Table.Th visibleFrom="sm">{words.service}</Table.Th>
            <Table.Th visibleFrom="md">{words.kafkaTopic}</Table.Th>
            <Table.Th>{words.when}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {letters.map((letter) => (
            <Row key={letter.id} letter={letter} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({
  letter: { id, code, message, service, topic, deadAt, replayedAt },
}: {
  readonly letter: DeadLetter;
}) {
  return (
    <Table.Tr>
      <Table.Td>
        <RouteAnchor to="/dead-letters/$id" params={{ id }} size="sm" fw={500}>
          {code}
        </RouteAnchor>
        <Text size="xs" c="dimmed">
          <PlainText text={message} most={120} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{service}</Table.Td>
      <Table.Td visibleFrom="md">{topic}</Table.Td>
      <Table.Td>
        <Instant at={deadAt} size="sm" />
        {replayedAt !== undefined && (
          <div>
            <StatusBadge status="replayed" />
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
