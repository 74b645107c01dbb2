import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Ledger as LedgerOf, Recipient } from '../../api/types.ts';
import { Nothing } from '../../shared/nothing.tsx';
import { texts } from '../../texts.ts';
import { LedgerEntry } from './ledger-entry.tsx';

const words = texts.consent;
const FIRST_SHOWN = 6;

interface LedgerProps {
  readonly ledger: LedgerOf;
  /** None once they are erased. */
  readonly contactPoints: Recipient['contactPoints'];
}

/** The ledger, newest first, each entry with the words that the person was shown and its proof. */
export function Ledger({ ledger: { entries, isWhole }, contactPoints }: LedgerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const shown = isOpen ? entries : entries.slice(0, FIRST_SHOWN);
  return (
    <div>
      <Title order={3} size="h5">
        {words.ledger}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.ledgerHint}
      </Text>
      {entries.length === 0 ? (
        <Nothing title={words.none}>{words.noneFix}</Nothing>
      ) : (
        <Stack gap="sm">
          {shown.map((entry) => (
            <LedgerEntry key={entry.id} entry={entry} contactPoints={contactPoints} />
          ))}
        </Stack>
      )}
      {shown.length < entries.length && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setIsOpen(true)}>
          {words.showAll(entries.length)}
        </Button>
      )}
      {isOpen && !isWhole && (
        <Text size="sm" c="dimmed" mt="sm">
          {words.notWhole}
        </Text>
      )}
    </div>
  );
}
