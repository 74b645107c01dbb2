import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useApi } from '../../session/use-session.ts';
import { texts } from '../../texts.ts';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

const MOST_CHARS = 1_600;

/** Writes back, as the person with the phone would. */
export function ReplyForm({ number }: { readonly number: string }) {
  const api = useApi();
  const [text, setText] = useState('');
  const reply = usePhoneAct(number, (written: string) => api.replyFromPhone(number, written));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    reply.mutate(text, { onSuccess: () => setText('') });
  };
  const notTaken = reply.data?.isTaken === false ? texts.phone.notTaken : undefined;
  return (
    <form className={classes['reply']} onSubmit={submit}>
      <TextInput
        aria-label={texts.phone.reply}
        placeholder={texts.phone.replyPlaceholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={MOST_CHARS}
        autoComplete="off"
        error={reply.error?.message ?? notTaken}
        className={classes['text'] ?? ''}
      />
      <Button type="submit" loading={reply.isPending}>
        {texts.phone.replySend}
      </Button>
    </form>
  );
}
