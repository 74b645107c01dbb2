import { Alert, List, Text } from '@mantine/core';
import { problemOf } from '../api/problem.ts';
import { asSentence } from './as-sentence.ts';
import { PlainText } from './plain-text.tsx';

/** What went wrong and what can be done about it, in the API's own words. */
export function ProblemAlert({ error }: { readonly error: unknown }) {
  const { title, detail, fix, problems = [] } = problemOf(error);
  return (
    <Alert color="red" role="alert" title={title} variant="light">
      <Text size="sm">
        <PlainText text={asSentence(detail ?? title)} />
      </Text>
      {problems.length > 0 && (
        <List size="sm" mt={4}>
          {problems.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              <PlainText text={`${field}: ${message}`} />
            </List.Item>
          ))}
        </List>
      )}
      {fix !== undefined && (
        <Text size="sm" fw={500} mt={4}>
          <PlainText text={asSentence(fix)} />
        </Text>
      )}
    </Alert>
  );
}
