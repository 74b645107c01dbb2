import { Alert, VisuallyHidden } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePhone } from '../../api/queries.ts';
import type { Recipient } from '../../api/types.ts';
import { isFinal } from '../../api/problem.ts';
import { Nothing } from '../../shared/nothing.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';
import { ReplyForm } from './reply-form.tsx';
import { Screen } from './screen.tsx';
import classes from './device.module.css';

const CLOCK_MS = 5_000;

interface DeviceProps {
  readonly recipient: string;
  readonly person: UseQueryResult<Recipient>;
  readonly number: string | undefined;
}

/** The phone of whoever the event is about. */
export function Device({ recipient, person, number }: DeviceProps) {
  return (
    <section
      className={classes['device']}
      aria-label={number === undefined ? texts.phone.device : texts.phone.deviceOf(number)}
    >
      <VisuallyHidden>
        <h2>{texts.phone.device}</h2>
      </VisuallyHidden>
      <div className={classes['bezel']}>
        <StatusBar number={number} />
        {number === undefined ? <NoPhone recipient={recipient} person={person} /> : <Held number={number} />}
      </div>
    </section>
  );
}

function StatusBar({ number }: { readonly number: string | undefined }) {
  const [now, setNow] = useState(() => new Date());
  useInterval(() => setNow(new Date()), CLOCK_MS, { autoInvoke: true });
  return (
    <div className={classes['status']}>
      <span>{now.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}</span>
      <span className={classes['island']} aria-hidden="true" />
      <span>{number ?? ''}</span>
    </div>
  );
}

function NoPhone({ recipient, person }: Pick<DeviceProps, 'recipient' | 'person'>) {
  const { noRecipient, noRecipientFix, unknownRecipient, unknownRecipientFix, noNumber, noNumberFix } =
    texts.phone;
  return (
    <div className={classes['screen']}>
      {recipient === '' && <Nothing title={noRecipient}>{noRecipientFix}</Nothing>}
      {recipient !== '' && person.isError && isFinal(person.error) && (
        <Nothing title={unknownRecipient(recipient.slice(0, 40))}>{unknownRecipientFix}</Nothing>
      )}
      {person.isError && !isFinal(person.error) && <ProblemAlert error={person.error} />}
      {person.data !== undefined && <Nothing title={noNumber}>{noNumberFix}</Nothing>}
    </div>
  );
}

/** A phone in somebody's hand. */
function Held({ number }: { readonly number: string }) {
  const phone = usePhone(number);
  const messages = phone.data?.messages ?? [];
  return (
    <>
      <Screen
        number={number}
        messages={messages}
        replies={phone.data?.replies ?? []}
        isLoading={phone.isPending}
      />
      <News newest={messages.at(-1)?.text} />
      {phone.isError && (
        <Alert color="red" p="xs" m="xs">
          <PlainText text={phone.error.message} />
        </Alert>
      )}
      <ReplyForm number={number} />
    </>
  );
}

/** Tells those who can't see it that something has arrived; what was there before is no news. */
function News({ newest }: { readonly newest: string | undefined }) {
  const [first, setFirst] = useState(newest);
  useEffect(() => {
    if (first === undefined) setFirst(newest);
  }, [first, newest]);
  return (
    <VisuallyHidden role="status">
      {newest !== undefined && newest !== first && texts.phone.arrived(newest.slice(0, 200))}
    </VisuallyHidden>
  );
}
