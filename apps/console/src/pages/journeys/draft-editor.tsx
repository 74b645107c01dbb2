import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import classes from './draft-editor.module.css';
import { type Draft, usePublishing, useSaving } from './use-draft.ts';

const words = texts.journeys;

interface DraftEditorProps {
  readonly journey: string;
  readonly draft: Draft;
}

/** The draft, to be changed, saved and published. */
export function DraftEditor({ journey, draft }: DraftEditorProps) {
  const [text, setText] = useState(draft.text);
  const saving = useSaving(journey, draft.etag);
  const publishing = usePublishing(journey);
  const isSaved = draft.etag !== undefined && text === draft.text;
  return (
    <Section title={words.document}>
      <Stack gap="sm">
        <Textarea
          aria-label={words.document}
          description={words.documentHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={12}
          maxRows={40}
          spellCheck={false}
          classNames={{ input: classes['text']! }}
        />
        <Group gap="sm">
          <Button onClick={() => saving.mutate(text)} loading={saving.isPending} disabled={isSaved}>
            {words.save}
          </Button>
          <Button
            variant="default"
            onClick={() => publishing.mutate()}
            loading={publishing.isPending}
            disabled={!isSaved}
          >
            {words.publish}
          </Button>
          {!isSaved && (
            <Text size="sm" c="dimmed">
              {words.unsaved}
            </Text>
          )}
        </Group>
        {saving.isError && <ProblemAlert error={saving.error} />}
        {publishing.isError && <ProblemAlert error={publishing.error} />}
        {publishing.isSuccess && (
          <Alert color="teal" role="status">
            {words.publishedAs(publishing.data.version)}
          </Alert>
        )}
      </Stack>
    </Section>
  );
}
