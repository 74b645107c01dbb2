import { Navigate } from '@tanstack/react-router';
import { Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRecipient, useSystem } from '../../api/queries.ts';
import { PicturesSwitch } from '../../shared/looks/pictures-switch.tsx';
import { Page } from '../../shared/page.tsx';
import { texts } from '../../texts.ts';
import { recipientIn } from './check-event.ts';
import { Device } from './device.tsx';
import { EventForm } from './event-form.tsx';
import { formatted, firstEvent } from './event-text.ts';
import { LiveRun } from './live-run.tsx';
import { useSending } from './use-sending.ts';
import { phoneOf } from './phone-number.ts';
import classes from './phone-page.module.css';

const SETTLE_MS = 400;

/** The page that a newcomer sees first: an event on the left, a phone in the middle, and why it all happens. */
export function PhonePage() {
  const { data: system } = useSystem();
  if (system?.simulator === false) return <Navigate to="/runs" />;
  return (
    <Page title={texts.phone.title} lead={texts.phone.lead} aside={<PicturesSwitch />}>
      <Stage />
    </Page>
  );
}

function Stage() {
  const [text, setText] = useState(() => formatted(firstEvent()));
  // Whom the event is about changes with every keystroke; nobody needs to be asked about each.
  const [settled] = useDebouncedValue(text, SETTLE_MS);
  const recipient = recipientIn(settled) ?? '';
  const sending = useSending(recipient, (next) => setText(formatted(next)));
  const person = useRecipient(recipient);
  const number = person.data === undefined ? undefined : phoneOf(person.data.contactPoints);
  return (
    <div className={classes['stage']}>
      <Stack className={classes['form'] ?? ''}>
        <EventForm text={text} onText={setText} sending={sending} />
      </Stack>
      <div className={classes['device']}>
        <Device recipient={recipient} person={person} number={number} />
      </div>
      <div className={classes['story']}>
        <LiveRun recipient={recipient} sent={sending.sent} />
      </div>
    </div>
  );
}
