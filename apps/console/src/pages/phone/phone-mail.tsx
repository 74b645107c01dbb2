import { useState } from 'react';
import type { PhoneMessage, PhoneTap } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { Instant } from '../../shared/instant.tsx';
import { Chips } from '../../shared/looks/chips.tsx';
import { MailLook } from '../../shared/looks/mail-look.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { PhoneLinks } from './phone-links.tsx';
import { mailOf } from './thread.ts';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

const MOST_CHARS = 200;

interface PhoneMailProps {
  readonly number: string;
  readonly message: PhoneMessage;
}

/** An email in the list of a mailbox, to be opened and read, and answered by its chips and links. */
export function PhoneMail({ number, message }: PhoneMailProps) {
  const api = useApi();
  const [isOpen, setOpen] = useState(false);
  const open = usePhoneAct(number, (id: string) => api.openOnPhone(number, id));
  const { id, from, receivedAt, openedAt } = message;
  const mail = mailOf(message);
  const toggle = (): void => {
    setOpen(!isOpen);
    if (!isOpen && openedAt === undefined) open.mutate(id);
  };
  return (
    <li className={classes['notification']} data-opened={openedAt !== undefined}>
      <div className={classes['meta']}>
        <span>
          {texts.channels.email} {from ?? ''}
        </span>
        <Instant at={receivedAt} />
      </div>
      {!isOpen && (
        <strong>
          <PlainText text={mail.subject} most={MOST_CHARS} />
        </strong>
      )}
      {isOpen && <Read number={number} message={message} />}
      <button
        type="button"
        className={classes['act']}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? texts.phone.closeMail : texts.phone.readMail}: ${mail.subject.slice(0, 80)}`}
        onClick={toggle}
      >
        {isOpen ? texts.phone.closeMail : texts.phone.readMail}
      </button>
    </li>
  );
}

function Read({ number, message }: PhoneMailProps) {
  const api = useApi();
  const tap = usePhoneAct(number, (tapped: PhoneTap) => api.tapOnPhone(number, message.id, tapped));
  return (
    <>
      <MailLook mail={mailOf(message)} />
      <Chips
        chips={message.suggestions ?? []}
        onTap={(suggestion) => tap.mutate({ suggestion })}
        isBusy={tap.isPending}
      />
      <PhoneLinks number={number} message={message} />
    </>
  );
}
