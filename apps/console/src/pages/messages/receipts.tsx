import { Group, Stack, Text } from '@mantine/core';
import type { Receipt } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { weaknessInWords } from '../runs/tell-entry.ts';

const words = texts.messages;

interface ReceiptsProps {
  readonly receipts: readonly Receipt[] | undefined;
  /** Why there may be more than is shown. */
  readonly notes: readonly string[] | undefined;
}

/** What providers and devices reported, in the order in which it came. */
export function Receipts({ receipts = [], notes = [] }: ReceiptsProps) {
  if (receipts.length + notes.length === 0)
    return <Nothing title={words.noReceipts}>{words.noReceiptsFix}</Nothing>;
  return (
    <Stack gap={6}>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      {receipts.map(({ kind, at, provider, reason, weak }) => (
        <Group key={`${kind} ${at}`} gap="sm">
          <StatusBadge status={kind} />
          <Text size="sm" span>
            <Instant at={at} isClock />
          </Text>
          <Text size="sm" c="dimmed" span>
            {provider ?? ''} {reason !== undefined && <PlainText text={reason} most={300} />}
            {weak !== undefined && words.weak(weaknessInWords(weak))}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
