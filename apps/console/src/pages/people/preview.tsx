import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { DecisionPreview, DecisionPreviewInput } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { fieldErrorsOf } from '../../shared/field-errors.ts';
import { instantOf, ownTimeZone, textOf, withoutGaps } from '../../shared/form-values.ts';
import { Instant } from '../../shared/instant.tsx';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { ChannelField, PurposeField, TopicField } from './about-fields.tsx';
import { Because } from './because.tsx';

const words = texts.consent.preview;
const COLORS = { permitted: 'teal', deferred: 'yellow', refused: 'red' } as const;

/** May something be said to somebody, now or at another time? */
export function Preview({ recipient }: { readonly recipient: string }) {
  const api = useApi();
  const ask = useMutation({ mutationFn: api.previewDecision });
  const errors = fieldErrorsOf(ask.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    ask.mutate(questionIn(new FormData(event.currentTarget), recipient));
  };
  return (
    <Section title={words.title}>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm" verticalSpacing="sm">
            <ChannelField errors={errors} />
            <PurposeField errors={errors} />
            <TopicField errors={errors} hint={words.topicHint} />
            <TextInput
              type="datetime-local"
              name="at"
              label={words.when}
              description={words.whenHint(ownTimeZone())}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              error={errors('at')}
            />
          </SimpleGrid>
          <Group>
            <Button type="submit" variant="default" loading={ask.isPending}>
              {words.ask}
            </Button>
          </Group>
        </Stack>
      </form>
      {ask.isError && <ProblemAlert error={ask.error} />}
      {ask.data !== undefined && <Answer answer={ask.data} />}
    </Section>
  );
}

function questionIn(form: FormData, recipient: string): DecisionPreviewInput {
  return {
    recipient,
    channel: textOf(form, 'channel') as DecisionPreviewInput['channel'],
    purpose: textOf(form, 'purpose') as DecisionPreviewInput['purpose'],
    ...withoutGaps({ topic: textOf(form, 'topic'), at: instantOf(form, 'at') }),
  };
}

function Answer({ answer: { decision, of, until, why } }: { readonly answer: DecisionPreview }) {
  return (
    <Alert color={COLORS[decision]} variant="light" role="status" title={words[decision]}>
      <Because why={why} />
      {until !== undefined && (
        <Text size="sm">
          {decision === 'deferred' ? words.again : words.until} <Instant at={until} />
        </Text>
      )}
      {of === 'recipient' && <Text size="sm">{words.ofRecipient}</Text>}
    </Alert>
  );
}
