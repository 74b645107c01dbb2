import { NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { texts } from '../../texts.ts';
import { CHANNEL_CHOICES, PURPOSE_CHOICES } from './choices.ts';
import type { Cap } from './read-policy.ts';
import { Ticks } from './ticks.tsx';
import type { FormRow } from './use-rows.ts';

const words = texts.policy;
const PERS = Object.entries(words.pers).map(([value, label]) => ({ value, label }));

interface CapFieldsProps {
  readonly row: FormRow<Cap>;
  readonly n: number;
  readonly errors: FieldErrors;
}

/** How many messages at most, within how long, and which are counted. */
export function CapFields({ row: { key, initial, isNew }, n, errors }: CapFieldsProps) {
  const at = (field: string): string | undefined => errors(`caps[${n}].${field}`);
  const text = (field: 'name' | 'most' | 'withinHours') => ({
    name: `${key}.${field}`,
    defaultValue: initial[field],
    autoComplete: 'off',
    required: true,
    error: at(field),
  });
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="sm">
        <TextInput {...text('name')} label={words.capName} autoFocus={isNew} maxLength={100} />
        <TextInput {...text('most')} label={words.most} inputMode="numeric" />
        <TextInput {...text('withinHours')} label={words.withinHours} inputMode="numeric" />
        <NativeSelect
          name={`${key}.per`}
          label={words.per}
          data={PERS}
          defaultValue={initial.per}
          error={at('per')}
        />
      </SimpleGrid>
      <Which rowKey={key} initial={initial} at={at} />
      <TextInput
        name={`${key}.topics`}
        label={words.topicNames}
        description={words.topicNamesHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        defaultValue={initial.topics?.join(', ')}
        autoComplete="off"
        error={at('topics')}
      />
    </Stack>
  );
}

interface WhichProps {
  readonly rowKey: string;
  readonly initial: {
    readonly channels?: readonly string[] | undefined;
    readonly purposes?: readonly string[] | undefined;
  };
  readonly at: (field: string) => string | undefined;
}

/** Which messages are meant: by channel, and by purpose. */
export function Which({ rowKey, initial, at }: WhichProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
      <Ticks
        name={`${rowKey}.channels`}
        legend={words.channels}
        hint={words.channelsHint}
        options={CHANNEL_CHOICES}
        chosen={initial.channels ?? []}
        error={at('channels')}
      />
      <Ticks
        name={`${rowKey}.purposes`}
        legend={words.purposes}
        hint={words.purposesHint}
        options={PURPOSE_CHOICES}
        chosen={initial.purposes ?? []}
        error={at('purposes')}
      />
    </SimpleGrid>
  );
}
