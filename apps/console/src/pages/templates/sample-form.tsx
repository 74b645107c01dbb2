import { NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { texts } from '../../texts.ts';
import { SAMPLES } from './samples.ts';
import type { ChosenSample } from './use-sample.ts';
import classes from './templates.module.css';

const words = texts.templates.preview;
const MOST_REPLIES = 10;

interface SampleFormProps {
  readonly sample: ChosenSample;
  readonly onReplies: (replies: readonly string[]) => void;
}

/** For whom it is previewed, in which language, and which answers it asks for. */
export function SampleForm({ sample, onReplies }: SampleFormProps) {
  const { choice, choose, recipient } = sample;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        <NativeSelect
          label={words.sample}
          value={choice.from}
          onChange={(event) => choose({ from: event.currentTarget.value })}
          data={[
            ...Object.entries(SAMPLES).map(([value, { name }]) => ({ value, label: name })),
            { value: 'recipient', label: words.recipient },
            { value: 'own', label: words.own },
          ]}
        />
        <TextInput
          label={words.language}
          value={choice.locale}
          onChange={(event) => choose({ locale: event.currentTarget.value })}
          maxLength={35}
          autoComplete="off"
        />
        {choice.from === 'recipient' && (
          <TextInput
            label={words.recipientId}
            value={choice.recipient}
            onChange={(event) => choose({ recipient: event.currentTarget.value })}
            maxLength={128}
            autoComplete="off"
            error={recipient.isError ? problemOf(recipient.error).title : undefined}
          />
        )}
        <Replies onReplies={onReplies} />
      </SimpleGrid>
      <Data sample={sample} />
    </Stack>
  );
}

function Replies({ onReplies }: Pick<SampleFormProps, 'onReplies'>) {
  const [text, setText] = useState('');
  const write = (given: string): void => {
    setText(given);
    const replies = given.split(',').map((reply) => reply.trim());
    onReplies(replies.filter((reply) => reply !== '').slice(0, MOST_REPLIES));
  };
  return (
    <TextInput
      label={words.replies}
      placeholder={words.repliesHint}
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
      maxLength={300}
      autoComplete="off"
    />
  );
}

/** The data of a sample to be looked at, or one's own to be changed. */
function Data({ sample: { choice, choose, data } }: Pick<SampleFormProps, 'sample'>) {
  const isOwn = choice.from === 'own';
  return (
    <Textarea
      label={words.data}
      description={words.dataHint}
      value={isOwn ? choice.ownText : JSON.stringify(data ?? {}, null, 2)}
      readOnly={!isOwn}
      onChange={(event) => choose({ ownText: event.currentTarget.value })}
      error={isOwn && data === undefined ? words.dataBad : undefined}
      autosize
      minRows={4}
      maxRows={14}
      spellCheck={false}
      classNames={{ input: classes['code'] ?? '' }}
    />
  );
}
