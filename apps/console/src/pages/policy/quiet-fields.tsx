import { SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { texts } from '../../texts.ts';
import { Which } from './cap-fields.tsx';
import { DAY_CHOICES } from './choices.ts';
import type { QuietHours } from './read-policy.ts';
import { Ticks } from './ticks.tsx';
import type { FormRow } from './use-rows.ts';

const words = texts.policy;

interface QuietFieldsProps {
  readonly row: FormRow<QuietHours>;
  readonly n: number;
  readonly errors: FieldErrors;
}

/** From when to when nothing is sent, on which days, and what is meant. */
export function QuietFields({ row: { key, initial, isNew }, n, errors }: QuietFieldsProps) {
  const at = (field: string): string | undefined => errors(`quietHours[${n}].${field}`);
  const time = (field: 'from' | 'to') => ({
    name: `${key}.${field}`,
    defaultValue: initial.hours?.[field],
    placeholder: field === 'from' ? '22:00' : '07:00',
    maxLength: 5,
    autoComplete: 'off',
    required: true,
    error: at(`hours.${field}`),
  });
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput {...time('from')} label={words.from} autoFocus={isNew} />
        <TextInput
          {...time('to')}
          label={words.to}
          description={words.toHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
      </SimpleGrid>
      <Ticks
        name={`${key}.days`}
        legend={words.days}
        hint={words.daysHint}
        options={DAY_CHOICES}
        chosen={initial.hours?.days ?? []}
        error={at('hours.days')}
      />
      <Which rowKey={key} initial={initial} at={at} />
    </Stack>
  );
}
