import { Button, Group, Paper, Stack } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';

/** Something that can be done, and the form that it takes. */
export interface Act {
  readonly name: string;
  readonly isDangerous?: boolean;
  readonly form: () => ReactNode;
}

/** What can be done here: a button each, which unfolds its form below; one is open at a time. */
export function Acts({ acts }: { readonly acts: readonly Act[] }) {
  const [open, setOpen] = useState<string>();
  const id = useId();
  const chosen = acts.find(({ name }) => name === open);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {acts.map(({ name, isDangerous = false }) => (
          <Button
            key={name}
            size="xs"
            variant={name === open ? 'filled' : 'default'}
            color={isDangerous ? 'red' : 'indigo'}
            aria-expanded={name === open}
            aria-controls={id}
            onClick={() => setOpen(name === open ? undefined : name)}
          >
            {name}
          </Button>
        ))}
      </Group>
      <div id={id} hidden={chosen === undefined}>
        {chosen !== undefined && (
          <Paper withBorder p="sm" component="section" aria-label={chosen.name} key={chosen.name}>
            {chosen.form()}
          </Paper>
        )}
      </div>
    </Stack>
  );
}
