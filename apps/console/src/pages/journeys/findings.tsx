import { Alert, List, Text } from '@mantine/core';
import type { Finding } from '@hermod/journey';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';

const words = texts.journeys;

/** What is wrong with a document, and what there is to think about: each with its place and what to do. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (findings.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {words.noMistakes}
      </Text>
    );
  return (
    <>
      {errors.length > 0 && <Told color="red" title={words.mistakes(errors.length)} findings={errors} />}
      {warnings.length > 0 && (
        <Told color="yellow" title={words.warnings(warnings.length)} findings={warnings} />
      )}
    </>
  );
}

interface ToldProps {
  readonly color: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

function Told({ color, title, findings }: ToldProps) {
  return (
    <Alert color={color} variant="light" title={title} role="status">
      <List size="sm" spacing={4}>
        {findings.map(({ field, message, fix }) => (
          <List.Item key={`${field} ${message}`}>
            <Text span size="sm" fw={600}>
              <PlainText text={field} />
            </Text>{' '}
            <PlainText text={fix === undefined ? message : `${message} – ${fix}`} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
