import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/field-errors.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { PreviewSection } from './preview-section.tsx';
import { TemplateForm } from './template-form.tsx';
import type { WrittenTemplate } from './template-fields.ts';
import { useSaveTemplate } from './use-save-template.ts';
import { useTemplatePreview } from './use-preview.ts';
import { useSample } from './use-sample.ts';
import { useWritten, type Written } from './use-written.ts';
import classes from './templates.module.css';

const words = texts.templates;

interface TemplateEditorProps {
  readonly name: string;
  /** As it was saved last, or as it begins. */
  readonly known: WrittenTemplate;
  /** Undefined for one that was never saved. */
  readonly version: number | undefined;
}

/** A template to be changed, beside what a person gets by it. What is wrong is told at its field. */
export function TemplateEditor({ name, known, version }: TemplateEditorProps) {
  const written = useWritten(known);
  const sample = useSample(written.document);
  const [replies, setReplies] = useState<readonly string[]>([]);
  const { data } = sample;
  const preview = useTemplatePreview(
    written.document,
    data === undefined ? undefined : { data, locale: sample.choice.locale, replies },
  );
  return (
    <div className={classes['halves']}>
      <Editor name={name} known={known} version={version} written={written} refused={preview.error} />
      <PreviewSection sample={sample} preview={preview} onReplies={setReplies} />
    </div>
  );
}

interface EditorProps extends TemplateEditorProps {
  readonly written: Written;
  /** What the preview was refused for. */
  readonly refused: unknown;
}

function Editor({ name, known, version, written, refused }: EditorProps) {
  const [way, choose] = useState('fields');
  const save = useSaveTemplate(name, version);
  const errors = fieldErrorsOf(refused ?? save.error);
  const isSaved =
    save.variables === written.document
      ? save.isSuccess
      : version !== undefined && JSON.stringify(known) === JSON.stringify(written.document);
  return (
    <Section title={words.edit} aside={<Ways way={way} onChoose={choose} />}>
      <Stack gap="sm">
        {way === 'fields' ? (
          <TemplateForm template={written.document} onChange={written.change} errors={errors} />
        ) : (
          <DocumentText written={written} />
        )}
        <Group gap="sm">
          <Button
            onClick={() => save.mutate(written.document)}
            loading={save.isPending}
            disabled={isSaved || written.mistake !== undefined}
          >
            {words.save}
          </Button>
          {!isSaved && (
            <Text size="sm" c="dimmed">
              {words.unsaved}
            </Text>
          )}
        </Group>
        {save.isError && <ProblemAlert error={save.error} />}
        {save.isSuccess && isSaved && (
          <Alert color="teal" role="status">
            {words.isSaved(save.data.version)}
          </Alert>
        )}
      </Stack>
    </Section>
  );
}

function Ways({ way, onChoose }: { readonly way: string; readonly onChoose: (way: string) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.ways}
      value={way}
      onChange={onChoose}
      data={[
        { value: 'fields', label: words.asFields },
        { value: 'document', label: words.asDocument },
      ]}
    />
  );
}

function DocumentText({ written: { text, write, mistake } }: { readonly written: Written }) {
  return (
    <Textarea
      label={words.document}
      description={words.documentHint}
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
      error={mistake}
      autosize
      minRows={14}
      maxRows={36}
      spellCheck={false}
      classNames={{ input: classes['code'] ?? '' }}
    />
  );
}
