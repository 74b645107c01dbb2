import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { texts } from '../../texts.ts';
import { LanguageChoice } from './language-choice.tsx';
import {
  fieldsOf,
  nameOf,
  type TemplateField,
  valueAt,
  withTextAt,
  type WrittenTemplate,
} from './template-fields.ts';
import classes from './templates.module.css';

const words = texts.templates;

interface TemplateFormProps {
  readonly template: WrittenTemplate;
  readonly onChange: (template: WrittenTemplate) => void;
  readonly errors: FieldErrors;
}

/** The simple fields of a template, in one of its languages. */
export function TemplateForm({ template, onChange, errors }: TemplateFormProps) {
  const [wanted, want] = useState<string>();
  const { channel, locales = {} } = template;
  const language = wanted !== undefined && Object.hasOwn(locales, wanted) ? wanted : undefined;
  const content = language === undefined ? template.content : locales[language];
  const part = language === undefined ? 'content' : `locales.${language}`;
  const change = (changed: unknown): void => onChange(withContent(template, language, changed ?? {}));
  return (
    <Stack gap="sm">
      <LanguageChoice template={template} language={language} onLanguage={want} onChange={onChange} />
      {fieldsOf(channel, content).map((field) => (
        <Field
          key={`${part} ${field.path.join('.')}`}
          field={field}
          value={valueAt(content, field.path)}
          error={errors(nameOf(part, field.path))}
          onChange={(value) => change(withTextAt(content, field.path, value))}
        />
      ))}
      {channel !== 'sms' && channel !== 'push' && (
        <Text size="sm" c="dimmed">
          {words.inDocument}
        </Text>
      )}
    </Stack>
  );
}

function withContent(
  template: WrittenTemplate,
  language: string | undefined,
  content: unknown,
): WrittenTemplate {
  if (language === undefined) return { ...template, content };
  return { ...template, locales: { ...template.locales, [language]: content } };
}

interface FieldProps {
  readonly field: TemplateField;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function Field({ field: { label, hint, kind }, value, error, onChange }: FieldProps) {
  const common = { label, description: hint, value: typeof value === 'string' ? value : '', error };
  if (kind === 'line')
    return (
      <TextInput {...common} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />
    );
  return (
    <Textarea
      {...common}
      autosize
      minRows={kind === 'code' ? 8 : 3}
      maxRows={24}
      spellCheck={kind !== 'code'}
      classNames={kind === 'code' ? { input: classes['code'] ?? '' } : {}}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
