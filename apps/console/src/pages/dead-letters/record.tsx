import { Text, Title } from '@mantine/core';
import type { DeadLetterLook } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { valueInWords } from '../runs/value-in-words.ts';
import { indented } from './indented.ts';
import classes from './record.module.css';

const words = texts.deadLetters;
const MOST_CHARS = 6_000;

/** The record as it lies on Kafka: whatever it holds is text here. */
export function Record({ letter: { headers, value } }: { readonly letter: DeadLetterLook }) {
  return (
    <Section title={words.record}>
      <Text size="sm" c="dimmed">
        {value === null ? words.noValue : words.recordHint}
      </Text>
      {value !== null && (
        <pre className={classes['value']} tabIndex={0} aria-label={words.record}>
          <PlainText text={indented(value)} most={MOST_CHARS} />
        </pre>
      )}
      <Title order={3} size="h5">
        {words.headers}
      </Title>
      {Object.keys(headers).length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.common.none}
        </Text>
      ) : (
        <Facts
          facts={Object.entries(headers).map(
            ([name, header]) =>
              [name, <PlainText key={name} text={valueInWords(header)} most={300} />] as const,
          )}
        />
      )}
    </Section>
  );
}
