import { NativeSelect, TextInput } from '@mantine/core';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { texts } from '../../texts.ts';

const words = texts.consent;

const CHANNELS = ['sms', 'push', 'email', 'rcs', 'mms'] as const;
const PURPOSES = ['marketing', 'transactional', 'critical'] as const;

interface ChannelFieldProps {
  readonly errors: FieldErrors;
  /** What is chosen at first. */
  readonly initial?: string;
  readonly onChange?: (channel: string) => void;
}

/** On which channel. */
export function ChannelField({ errors, initial = 'sms', onChange }: ChannelFieldProps) {
  return (
    <NativeSelect
      name="channel"
      label={words.channel}
      data={CHANNELS.map((value) => ({ value, label: texts.channels[value] }))}
      defaultValue={initial}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      error={errors('channel')}
    />
  );
}

/** For which purpose. @param allOfThem the words for all of them, where that can be meant. */
export function PurposeField({
  errors,
  allOfThem,
}: {
  readonly errors: FieldErrors;
  readonly allOfThem?: string;
}) {
  const purposes = PURPOSES.map((value) => ({
    value: value as string,
    label: words.purposes[value] as string,
  }));
  return (
    <NativeSelect
      name="purpose"
      label={words.purpose}
      data={allOfThem === undefined ? purposes : [{ value: '', label: allOfThem }, ...purposes]}
      error={errors('purpose')}
    />
  );
}

/** About which topic. */
export function TopicField({ errors, hint }: { readonly errors: FieldErrors; readonly hint: string }) {
  return (
    <TextInput
      name="topic"
      label={words.topic}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maxLength={100}
      autoComplete="off"
      error={errors('topic')}
    />
  );
}
