import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Consent, Recipient } from '../../api/types.ts';
import { entryOf } from '../../shared/entry-of.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { ShortCode } from '../../shared/short-code.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import classes from './ledger-entry.module.css';

const words = texts.consent;

interface LedgerEntryProps {
  readonly entry: Consent;
  readonly contactPoints: Recipient['contactPoints'];
}

/** One thing that was said: what about, in which words, and what proves that it stands as it was written. */
export function LedgerEntry({ entry, contactPoints }: LedgerEntryProps) {
  const { channel, purpose, topic, at, wording, method, suppression = false } = entry;
  return (
    <div className={classes['entry']}>
      <Group gap="xs">
        <StatusBadge status={standOf(entry, new Date())} />
        <Text size="sm" fw={500} span>
          {channel === undefined ? words.everyChannel : channelName(channel)} ·{' '}
          {purpose === undefined ? words.anyPurpose : words.purposes[purpose]} · {topic ?? words.everything}
        </Text>
        <Text size="xs" c="dimmed" span>
          <Instant at={at} /> · {suppression ? words.byText : method}
        </Text>
      </Group>
      {wording !== undefined && (
        <Text size="sm" c="dimmed">
          <PlainText text={words.words(wording)} most={300} />
        </Text>
      )}
      <details className={classes['details']}>
        <summary>{words.details}</summary>
        <Details entry={entry} contactPoints={contactPoints} />
      </details>
    </div>
  );
}

/** How an entry stands: a consent that has run out is shown as such, and a STOP as what it is. */
export function standOf({ state, suppression, validUntil }: Consent, now: Date): string {
  if (suppression === true && state === 'withdrawn') return 'stopped';
  return state === 'given' && validUntil !== undefined && new Date(validUntil) <= now ? 'over' : state;
}

function Details({ entry, contactPoints }: LedgerEntryProps) {
  const { contactPoint, source = {}, basis, validUntil, proof } = entry;
  const text = (value: string | undefined): ReactNode =>
    value === undefined ? undefined : <PlainText text={value} most={200} />;
  return (
    <>
      {entry.erased === true && (
        <Text size="sm" mt={4}>
          {words.entryErased}
        </Text>
      )}
      <Facts
        facts={[
          [
            words.contactPoint,
            contactPoint === undefined ? undefined : text(addressOf(contactPoint, contactPoints)),
          ],
          [words.basis, basis === undefined ? undefined : (entryOf<string>(words.bases, basis) ?? basis)],
          [words.validUntil, validUntil === undefined ? undefined : <Instant key="until" at={validUntil} />],
          [words.version, text(entry.wordingVersion)],
          [words.language, entry.language],
          [words.page, text(source.page)],
          [words.ip, source.ip],
          [words.userAgent, text(source.userAgent)],
          [words.reference, text(source.reference)],
          [words.reason, text(entry.reason)],
          [words.recordedAt, <Instant key="recorded" at={entry.recordedAt} />],
          [words.recordedBy, text(entry.recordedBy)],
          [words.sequence, proof.sequence],
          [words.hash, <ShortCode key="hash" code={proof.hash} copyLabel={words.copyHash(proof.sequence)} />],
          [
            words.digest,
            <ShortCode key="digest" code={proof.digest} copyLabel={words.copyDigest(proof.sequence)} />,
          ],
        ]}
      />
    </>
  );
}

function addressOf(id: string, contactPoints: Recipient['contactPoints']): string {
  return contactPoints.find((point) => point.id === id)?.address ?? words.formerContactPoint;
}
