import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { PlainText } from '../../shared/plain-text.tsx';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { checkEvent } from './check-event.ts';
import { firstEvent, formatted } from './event-text.ts';
import type { Sending } from './use-sending.ts';
import classes from './event-form.module.css';

interface EventFormProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly sending: Sending;
}

/** The event, to be changed and sent. Slips are told beside the text, refusals in Hermod's own words. */
export function EventForm({ text, onText, sending: { mutation, sent } }: EventFormProps) {
  const [mistake, setMistake] = useState<string>();
  const change = (changed: string): void => {
    onText(changed);
    // Nobody is told off while writing; a slip that was told goes away as soon as it is mended.
    if (mistake !== undefined) setMistake(checkEvent(changed).mistake);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const checked = checkEvent(text);
    setMistake(checked.mistake);
    if (checked.event !== undefined) mutation.mutate(checked.event);
  };
  return (
    <Section title={texts.phone.event}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <EventText
            text={text}
            onChange={change}
            onBlur={() => setMistake(checkEvent(text).mistake)}
            mistake={mistake}
          />
          <Group gap="xs">
            <Button type="submit" loading={mutation.isPending}>
              {texts.phone.send}
            </Button>
            <Button variant="subtle" px="xs" onClick={() => change(formatted(firstEvent()))}>
              {texts.phone.reset}
            </Button>
          </Group>
          <WhatBecame sending={{ mutation, sent }} />
        </Stack>
      </form>
    </Section>
  );
}

interface EventTextProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly mistake: string | undefined;
}

function EventText({ text, onChange, onBlur, mistake }: EventTextProps) {
  return (
    <Textarea
      label={texts.phone.eventLabel}
      description={texts.phone.eventHint}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
      error={mistake}
      rows={14}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: classes['json'] ?? '' }}
    />
  );
}

/** Whether Hermod has taken the event. */
function WhatBecame({ sending: { mutation, sent } }: Pick<EventFormProps, 'sending'>) {
  return (
    <>
      <div role="status">
        {mutation.isSuccess && sent !== undefined && (
          <Alert color="teal" variant="light" p="xs">
            <PlainText text={texts.phone.sent(sent.id)} most={200} />
          </Alert>
        )}
      </div>
      {mutation.isError && <ProblemAlert error={mutation.error} />}
    </>
  );
}
