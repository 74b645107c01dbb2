import { useEffect, useRef } from 'react';
import type { PhoneMessage, PhoneReply } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Bubble, OwnBubble } from './bubble.tsx';
import { Notification } from './notification.tsx';
import { PhoneMail } from './phone-mail.tsx';
import { conversationOf, mailsOf, notificationsOf } from './thread.ts';
import classes from './device.module.css';

interface ScreenProps {
  readonly number: string;
  readonly messages: readonly PhoneMessage[];
  readonly replies: readonly PhoneReply[];
  readonly isLoading: boolean;
}

/** What a phone shows: pushes as notifications and mail on top, texts as a conversation below. */
export function Screen({ number, messages, replies, isLoading }: ScreenProps) {
  const notifications = notificationsOf(messages);
  const mails = mailsOf(messages);
  const conversation = conversationOf(messages, replies);
  const screen = useRef<HTMLDivElement>(null);
  useNewestInView(screen, notifications[0]?.id ?? mails[0]?.id, conversation.at(-1)?.at);
  return (
    <div className={classes['screen']} ref={screen} tabIndex={0} role="group" aria-label={texts.phone.screen}>
      {notifications.length > 0 && (
        <ul className={classes['notifications']} aria-label={texts.phone.notifications}>
          {notifications.map((message) => (
            <Notification key={message.id} number={number} message={message} />
          ))}
        </ul>
      )}
      {mails.length > 0 && (
        <ul className={classes['notifications']} aria-label={texts.phone.mails}>
          {mails.map((message) => (
            <PhoneMail key={message.id} number={number} message={message} />
          ))}
        </ul>
      )}
      {conversation.length > 0 && (
        <ol className={classes['thread']} aria-label={texts.phone.conversation}>
          {conversation.map((line) =>
            line.kind === 'sent' ? (
              <OwnBubble key={line.reply.id} reply={line.reply} />
            ) : (
              <Bubble key={line.message.id} number={number} message={line.message} />
            ),
          )}
        </ol>
      )}
      {!isLoading && notifications.length + mails.length + conversation.length === 0 && (
        <p className={classes['empty']}>{texts.phone.empty}</p>
      )}
    </div>
  );
}

/** A new text is at the end, a new push at the beginning. */
function useNewestInView(
  screen: React.RefObject<HTMLDivElement | null>,
  newestPush: string | undefined,
  newestText: string | undefined,
): void {
  useEffect(() => {
    screen.current?.scrollTo({ top: 0 });
  }, [screen, newestPush]);
  useEffect(() => {
    const shown = screen.current;
    if (newestText !== undefined) shown?.scrollTo({ top: shown.scrollHeight });
  }, [screen, newestText]);
}
