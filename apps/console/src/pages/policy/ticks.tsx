import { Checkbox, Group, Text } from '@mantine/core';
import { useId } from 'react';
import classes from './policy.module.css';

interface TicksProps {
  readonly name: string;
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Ticked at first. */
  readonly chosen: readonly string[];
  readonly error: string | undefined;
}

/** A choice of several, each with a box to tick. */
export function Ticks({ name, legend, hint, options, chosen, error }: TicksProps) {
  const id = useId();
  return (
    <fieldset className={classes['ticks']} aria-describedby={id}>
      <legend>{legend}</legend>
      <Group gap="sm" my={4}>
        {options.map(({ value, label }) => (
          <Checkbox
            key={value}
            name={name}
            value={value}
            label={label}
            size="xs"
            defaultChecked={chosen.includes(value)}
          />
        ))}
      </Group>
      <Text size="xs" c={error === undefined ? 'dimmed' : 'var(--mantine-color-error)'} id={id}>
        {error ?? hint}
      </Text>
    </fieldset>
  );
}
