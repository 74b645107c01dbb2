import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import type { FormRow, FormRows } from './use-rows.ts';
import classes from './policy.module.css';

interface RowsSectionProps<T> {
  readonly title: string;
  readonly hint: string;
  readonly rows: FormRows<T>;
  /** What a row is called, counted from 1. */
  readonly nameOf: (n: number) => string;
  readonly addLabel: string;
  readonly removeLabel: (n: number) => string;
  readonly error: string | undefined;
  readonly children: (row: FormRow<T>, n: number) => ReactNode;
}

/** A list of a form: a group of fields each, and the means to add one and to take one out. */
export function RowsSection<T>({ title, hint, rows, error, ...words }: RowsSectionProps<T>) {
  const add = useRef<HTMLButtonElement>(null);
  const remove = (key: string): void => {
    rows.remove(key);
    // The button that was pressed goes with its row.
    add.current?.focus();
  };
  return (
    <Section title={title}>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      {rows.rows.length === 0 && <Text size="sm">{texts.policy.none}</Text>}
      {rows.rows.map((row, n) => (
        <fieldset key={row.key} className={classes['row']}>
          <legend>{words.nameOf(n + 1)}</legend>
          <Remove label={words.removeLabel(n + 1)} onClick={() => remove(row.key)} />
          {words.children(row, n)}
        </fieldset>
      ))}
      <div>
        <Button size="xs" variant="default" onClick={rows.add} ref={add}>
          {words.addLabel}
        </Button>
      </div>
    </Section>
  );
}

function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Group justify="flex-end" className={classes['remove'] ?? ''} mb={4}>
      <Button size="compact-xs" variant="subtle" color="red" aria-label={label} onClick={onClick}>
        {texts.policy.remove}
      </Button>
    </Group>
  );
}
