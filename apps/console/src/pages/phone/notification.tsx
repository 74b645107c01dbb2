import type { PhoneMessage } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { Instant } from '../../shared/instant.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { partsOfPush } from './thread.ts';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

const MOST_CHARS = 300;

interface NotificationProps {
  readonly number: string;
  readonly message: PhoneMessage;
}

/** A push on a lock screen, until it is opened, and afterwards as one that was. */
export function Notification({ number, message }: NotificationProps) {
  const api = useApi();
  const open = usePhoneAct(number, (id: string) => api.openOnPhone(number, id));
  const { title, body } = partsOfPush(message);
  const isOpened = message.openedAt !== undefined;
  return (
    <li className={classes['notification']} data-opened={isOpened}>
      <div className={classes['meta']}>
        <span>{texts.channels.push}</span>
        <Instant at={message.receivedAt} />
      </div>
      <strong>
        <PlainText text={title} most={MOST_CHARS} />
      </strong>
      <p>
        <PlainText text={body} most={MOST_CHARS} />
      </p>
      {isOpened ? (
        <span className={classes['done']}>
          {texts.phone.opened('')} <Instant at={message.openedAt ?? ''} />
        </span>
      ) : (
        <button
          type="button"
          className={classes['act']}
          disabled={open.isPending}
          aria-label={texts.phone.openNamed(title.slice(0, 80))}
          onClick={() => open.mutate(message.id)}
        >
          {texts.phone.open}
        </button>
      )}
    </li>
  );
}
