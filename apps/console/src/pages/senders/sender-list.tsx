import { Badge, Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import type { Sender } from '../../api/types.ts';
import { Brand } from '../../shared/looks/brand.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { DeleteSender } from './delete-sender.tsx';

const words = texts.senders;

interface SenderListProps {
  readonly senders: readonly Sender[];
  readonly onChange: (sender: Sender) => void;
}

/** Senders as a table; on a narrow screen what matters least is left out. */
export function SenderList({ senders, onChange }: SenderListProps) {
  return (
    <Paper withBorder radius="md">
      <Table verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.id}</Table.Th>
            <Table.Th visibleFrom="sm">{words.brand}</Table.Th>
            <Table.Th visibleFrom="sm">{words.countries}</Table.Th>
            <Table.Th>{words.actions}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {senders.map((sender) => (
            <Row key={sender.id} sender={sender} onChange={() => onChange(sender)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ sender, onChange }: { readonly sender: Sender; readonly onChange: () => void }) {
  const { id, brandName, logo, countries } = sender;
  return (
    <Table.Tr>
      <Table.Td>
        <Who sender={sender} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {brandName !== undefined && <Brand brand={{ name: brandName, logo }} />}
      </Table.Td>
      <Table.Td visibleFrom="sm">{countries?.join(', ') ?? words.everywhere}</Table.Td>
      <Table.Td>
        {sender.source === 'file' ? (
          <Text size="xs" c="dimmed">
            {words.ofFile}
          </Text>
        ) : (
          <Stack gap={4} align="flex-start">
            <Button size="compact-xs" variant="default" aria-label={words.changeNamed(id)} onClick={onChange}>
              {words.change}
            </Button>
            <DeleteSender sender={id} />
          </Stack>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Who({ sender }: { readonly sender: Sender }) {
  const { id, provider, channels, address, isDefault, canReceive } = sender;
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Text size="sm" fw={500} span>
          {id}
        </Text>
        {isDefault && (
          <Badge variant="light" color="teal" size="sm" tt="none">
            {words.first}
          </Badge>
        )}
        {!canReceive && (
          <Badge variant="light" color="orange" size="sm" tt="none">
            {words.oneWay}
          </Badge>
        )}
      </Group>
      <PlainText text={address} most={100} />
      <Text size="xs" c="dimmed">
        {provider} · {channels.map((channel) => channelName(channel)).join(', ')}
      </Text>
    </Stack>
  );
}
