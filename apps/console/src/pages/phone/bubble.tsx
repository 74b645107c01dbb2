import type { PhoneMessage, PhoneReply } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { Instant } from '../../shared/instant.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { linksIn } from './thread.ts';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

const MOST_LINKS = 5;

interface BubbleProps {
  readonly number: string;
  readonly message: PhoneMessage;
}

/** A text that came. Its links are buttons and lead nowhere by themselves: the phone taps them, not this browser. */
export function Bubble({ number, message }: BubbleProps) {
  const api = useApi();
  const tap = usePhoneAct(number, (link: number) => api.tapOnPhone(number, message.id, link));
  return (
    <li className={classes['bubble']}>
      <div className={classes['meta']}>
        <span>
          {channelName(message.channel)} {message.from ?? ''}
        </span>
        <Instant at={message.receivedAt} />
      </div>
      <p>
        <PlainText text={message.text} />
      </p>
      {linksIn(message.text)
        .slice(0, MOST_LINKS)
        .map((link, index) => (
          <button
            key={`${index} ${link}`}
            type="button"
            className={classes['act']}
            disabled={tap.isPending}
            aria-label={texts.phone.tapNamed(link.slice(0, 120))}
            onClick={() => tap.mutate(index)}
          >
            {texts.phone.tap(index + 1)}
          </button>
        ))}
    </li>
  );
}

/** A text that the person wrote. */
export function OwnBubble({ reply }: { readonly reply: PhoneReply }) {
  return (
    <li className={classes['bubble']} data-own="true">
      <p>
        <PlainText text={reply.text} />
      </p>
      <div className={classes['meta']}>
        <Instant at={reply.sentAt} />
      </div>
    </li>
  );
}
