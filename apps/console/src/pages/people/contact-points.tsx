import { Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Recipient } from '../../api/types.ts';
import { asSentence } from '../../shared/as-sentence.ts';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { RestoreContactPoint } from './restore-contact-point.tsx';

const words = texts.people;

type Point = Recipient['contactPoints'][number];

/** How somebody can be reached, and what was found out about each way. */
export function ContactPoints({ recipient: { id, contactPoints } }: { readonly recipient: Recipient }) {
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
            {contactPoints.map((point) => (
              <Row key={`${point.channel} ${point.address}`} recipient={id} point={point} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

function Row({ recipient, point }: { readonly recipient: string; readonly point: Point }) {
  const { channel, provider, address, state } = point;
  return (
    <Table.Tr>
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
        {state !== 'usable' && <Trouble recipient={recipient} point={point} />}
      </Table.Td>
      <Table.Td w={104} ta="end">
        <StatusBadge status={state} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Why it isn't used, and the way to have it used again. */
function Trouble({ recipient, point }: { readonly recipient: string; readonly point: Point }) {
  const { id, address, reason, since, unreached = [] } = point;
  return (
    <Stack gap={4} mt={2} align="flex-start">
      <Text size="xs" c="dimmed">
        {reason !== undefined && <PlainText text={asSentence(reason)} most={200} />}{' '}
        {unreached.length > 0 && words.unreached(unreached.map((channel) => channelName(channel)).join(', '))}{' '}
        {since !== undefined && (
          <>
            ({words.since} <Instant at={since} />)
          </>
        )}
      </Text>
      <RestoreContactPoint recipient={recipient} contactPoint={id} address={address} />
    </Stack>
  );
}
