import { Text } from '@mantine/core';
import type { Why } from '../../api/types.ts';
import { PlainText } from '../../shared/plain-text.tsx';
import { becauseOf, valuesOf } from '../runs/tell-entry.ts';

/** Why something was decided: the rule in words, and below it the values that the words leave out. */
export function Because({ why }: { readonly why: Why }) {
  const values = valuesOf(why).map(({ name, value }) => `${name} ${value}`);
  return (
    <>
      <Text size="sm">
        <PlainText text={`${becauseOf(why)}.`} most={400} />
      </Text>
      {values.length > 0 && (
        <Text size="xs" c="dimmed">
          <PlainText text={values.join(' · ')} most={400} />
        </Text>
      )}
    </>
  );
}
