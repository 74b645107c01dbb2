import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { Exploration } from './exploration.tsx';
import { Findings } from './findings.tsx';
import classes from './draft-editor.module.css';
import { type Draft, usePublishing, useSaving } from './use-draft.ts';
import { useLook } from './use-look.ts';

const words = texts.journeys;

interface DraftEditorProps {
  readonly journey: string;
  readonly draft: Draft;
}

/** The draft, to be changed, saved and published; what is wrong with it and what can happen by it is told meanwhile. */
export function DraftEditor({ journey, draft }: DraftEditorProps) {
  const [text, setText] = useState(draft.text);
  const look = useLook(text);
  return (
    <>
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
          <Actions journey={journey} draft={draft} text={text} />
          {look.isError && <ProblemAlert error={look.error} />}
          {look.data !== undefined && <Findings findings={look.data.findings} />}
        </Stack>
      </Section>
      {look.data?.exploration !== undefined && <Exploration explored={look.data.exploration} />}
    </>
  );
}

/** Saving what stands there, and publishing what was saved. */
function Actions({ journey, draft, text }: DraftEditorProps & { readonly text: string }) {
  const saving = useSaving(journey, draft.etag);
  const publishing = usePublishing(journey);
  const isSaved = draft.etag !== undefined && text === draft.text;
  return (
    <>
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
    </>
  );
}
