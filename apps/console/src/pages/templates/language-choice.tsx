import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { texts } from '../../texts.ts';
import type { WrittenTemplate } from './template-fields.ts';

const words = texts.templates;

interface LanguageChoiceProps {
  readonly template: WrittenTemplate;
  /** Undefined: what everybody gets whose language isn't there. */
  readonly language: string | undefined;
  readonly onLanguage: (language: string | undefined) => void;
  readonly onChange: (template: WrittenTemplate) => void;
}

/** Which language is written, and the way to one more. */
export function LanguageChoice({ template, language, onLanguage, onChange }: LanguageChoiceProps) {
  const locales = template.locales ?? {};
  const add = (tag: string): void => {
    onChange({ ...template, locales: { [tag]: template.content, ...locales } });
    onLanguage(tag);
  };
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={words.language}
        value={language ?? ''}
        onChange={(event) => onLanguage(event.currentTarget.value || undefined)}
        data={[{ value: '', label: words.otherwise }, ...Object.keys(locales)]}
      />
      {language === undefined ? (
        <NewLanguage onAdd={add} />
      ) : (
        <Button
          variant="subtle"
          color="red"
          onClick={() => {
            onChange(withoutLanguage(template, language));
            onLanguage(undefined);
          }}
        >
          {words.removeLanguage(language)}
        </Button>
      )}
    </Group>
  );
}

function withoutLanguage({ locales = {}, ...template }: WrittenTemplate, language: string): WrittenTemplate {
  const left = Object.entries(locales).filter(([tag]) => tag !== language);
  return left.length === 0 ? template : { ...template, locales: Object.fromEntries(left) };
}

function NewLanguage({ onAdd }: { readonly onAdd: (tag: string) => void }) {
  const [tag, setTag] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (tag.trim() !== '') onAdd(tag.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.languageTag}
          title={words.languageHint}
          value={tag}
          onChange={(event) => setTag(event.currentTarget.value)}
          maxLength={35}
          size="sm"
          autoComplete="off"
        />
        <Button type="submit" variant="default">
          {words.addLanguage}
        </Button>
      </Group>
    </form>
  );
}
