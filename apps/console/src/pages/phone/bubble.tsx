import type { PhoneMessage, PhoneReply, PhoneTap } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { Instant } from '../../shared/instant.tsx';
import { Brand } from '../../shared/looks/brand.tsx';
import { MmsLook } from '../../shared/looks/mms-look.tsx';
import { RcsLook } from '../../shared/looks/rcs-look.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { channelName } from '../runs/tell-entry.ts';
import { PhoneLinks } from './phone-links.tsx';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

interface BubbleProps {
  readonly number: string;
  readonly message: PhoneMessage;
}

/** What came: a text, pictures, cards with their chips. It leads nowhere by itself: the phone taps it, not this browser. */
export function Bubble({ number, message }: BubbleProps) {
  const { channel, from, brand, receivedAt } = message;
  const isPlain = !isRich(message);
  return (
    <li className={isPlain ? classes['bubble'] : classes['rich']}>
      <div className={classes['meta']}>
        <span>
          {channelName(channel)} {brand === undefined ? (from ?? '') : ''}
        </span>
        <Instant at={receivedAt} />
      </div>
      {brand !== undefined && <Brand brand={brand} />}
      {isPlain ? (
        <PlainBubble number={number} message={message} />
      ) : (
        <Rich number={number} message={message} />
      )}
    </li>
  );
}

const isRich = ({ brand, media = [], cards = [], suggestions = [] }: PhoneMessage): boolean =>
  brand !== undefined || media.length + cards.length + suggestions.length > 0;

function PlainBubble({ number, message }: BubbleProps) {
  return (
    <>
      <p>
        <PlainText text={message.text} />
      </p>
      <PhoneLinks number={number} message={message} />
    </>
  );
}

/** More than words: its own look, as in the preview of its template. */
function Rich({ number, message }: BubbleProps) {
  const api = useApi();
  const tap = usePhoneAct(number, (tapped: PhoneTap) => api.tapOnPhone(number, message.id, tapped));
  const { text, media = [], cards = [], suggestions = [] } = message;
  const shown = text === '' ? undefined : text;
  return (
    <>
      {media.length > 0 ? (
        <MmsLook text={shown} media={media} />
      ) : (
        <RcsLook
          look={{ text: shown, cards, suggestions }}
          onTap={(suggestion) => tap.mutate({ suggestion })}
          isBusy={tap.isPending}
        />
      )}
      {cards.length === 0 && <PhoneLinks number={number} message={message} />}
    </>
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
