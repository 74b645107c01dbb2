import { NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { texts } from '../../texts.ts';
import { ADDRESS_CHOICES, LANGUAGES, PURPOSE_CHOICES } from './choices.ts';
import { Ticks } from './ticks.tsx';
import type { Topic } from './read-policy.ts';
import type { FormRow } from './use-rows.ts';
import classes from './policy.module.css';

const words = texts.policy;

interface TopicFieldsProps {
  readonly row: FormRow<Topic>;
  readonly n: number;
  readonly errors: FieldErrors;
}

/** What the preference page offers of a topic. */
export function TopicFields({ row: { key, initial, isNew }, n, errors }: TopicFieldsProps) {
  const at = (field: string): string | undefined => errors(`topics[${n}].${field}`);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          name={`${key}.topic`}
          label={words.topicId}
          defaultValue={initial.topic}
          autoFocus={isNew}
          maxLength={100}
          autoComplete="off"
          required
          error={at('topic')}
        />
        <Translation {...{ rowKey: key, initial, at }} field="title" language="en" />
        <NativeSelect
          name={`${key}.purpose`}
          label={words.purpose}
          data={PURPOSE_CHOICES}
          defaultValue={initial.purpose}
          error={at('purpose')}
        />
      </SimpleGrid>
      <Translation {...{ rowKey: key, initial, at }} field="description" language="en" />
      <Ticks
        name={`${key}.channels`}
        legend={words.channels}
        hint={words.channelsHint}
        options={ADDRESS_CHOICES}
        chosen={initial.channels ?? []}
        error={at('channels')}
      />
      <OtherLanguages rowKey={key} initial={initial} at={at} />
    </Stack>
  );
}

function OtherLanguages(row: TranslatedRow) {
  return (
    <details className={classes['more']}>
      <summary>{words.otherLanguages}</summary>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        {LANGUAGES.filter((language) => language !== 'en').flatMap((language) =>
          (['title', 'description'] as const).map((field) => (
            <Translation key={`${language} ${field}`} {...row} field={field} language={language} />
          )),
        )}
      </SimpleGrid>
    </details>
  );
}

interface TranslatedRow {
  readonly rowKey: string;
  readonly initial: Partial<Topic>;
  readonly at: (field: string) => string | undefined;
}

interface TranslationProps extends TranslatedRow {
  readonly field: 'title' | 'description';
  readonly language: (typeof LANGUAGES)[number];
}

function Translation({ rowKey, initial, at, field, language }: TranslationProps) {
  const labelIn = field === 'title' ? words.titleIn : words.descriptionIn;
  return (
    <TextInput
      name={`${rowKey}.${field}.${language}`}
      label={labelIn(words.languages[language])}
      defaultValue={initial[field]?.[language]}
      maxLength={200}
      autoComplete="off"
      lang={language}
      required={field === 'title' && language === 'en'}
      error={at(`${field}.${language}`)}
    />
  );
}
