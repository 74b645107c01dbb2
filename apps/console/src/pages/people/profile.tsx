import { Stack } from '@mantine/core';
import type { Recipient } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { valueInWords } from '../runs/value-in-words.ts';
import { ContactPoints } from './contact-points.tsx';

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
      <ContactPoints recipient={recipient} />
    </Stack>
  );
}
