import { Paper, Table } from '@mantine/core';
import type { MessageSummary } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';

const words = texts.messages;

/** Messages as a table, newest first. */
export function MessageList({ messages }: { readonly messages: readonly MessageSummary[] }) {
  if (messages.length === 0) return <Nothing title={words.none}>{words.noneFix}</Nothing>;
  return (
    <Paper withBorder radius="md">
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.channel}</Table.Th>
            <Table.Th visibleFrom="sm">{words.about}</Table.Th>
            <Table.Th>{words.status}</Table.Th>
            <Table.Th>{words.created}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {messages.map((message) => (
            <Row key={message.id} message={message} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ message }: { readonly message: MessageSummary }) {
  const { id, channel, journey, step, status, createdAt } = message;
  return (
    <Table.Tr>
      <Table.Td>
        <RouteAnchor to="/messages/$id" params={{ id }} size="sm" fw={500}>
          {channelName(channel)}
        </RouteAnchor>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {journey} · {step}
      </Table.Td>
      <Table.Td>
        <StatusBadge status={status} />
      </Table.Td>
      <Table.Td>
        <Instant at={createdAt} size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}
