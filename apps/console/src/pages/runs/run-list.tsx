import { Paper, Table } from '@mantine/core';
import type { RunSummary } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';

const words = texts.runs;

/** Runs as a table; on a narrow screen what matters least is left out. */
export function RunList({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <Paper withBorder radius="md">
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.journey}</Table.Th>
            <Table.Th visibleFrom="sm">{words.recipient}</Table.Th>
            <Table.Th>{words.outcome}</Table.Th>
            <Table.Th>{words.started}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ run: { id, journey, recipient, outcome, status, startedAt } }: { readonly run: RunSummary }) {
  return (
    <Table.Tr>
      <Table.Td>
        <RouteAnchor to="/runs/$id" params={{ id }} size="sm" fw={500}>
          {journey}
        </RouteAnchor>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RouteAnchor to="/people/$id" params={{ id: recipient }} size="sm">
          {recipient}
        </RouteAnchor>
      </Table.Td>
      <Table.Td>
        <StatusBadge status={outcome ?? status} />
      </Table.Td>
      <Table.Td>
        <Instant at={startedAt} size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}
