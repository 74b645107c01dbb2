import { Text } from '@mantine/core';
import type { Message, MessageContent } from '../../api/types.ts';
import { RouteAnchor } from '../../shared/link.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import classes from './message-look.module.css';

interface MessageLookProps {
  readonly message: Message;
  /** With a way to the message's own page. */
  readonly hasLink?: boolean;
}

/** A message as the person gets to see it: text only, whatever it says. */
export function MessageLook({ message, hasLink = false }: MessageLookProps) {
  const { content, contentProblem, templateChanged = false, id, channel } = message;
  return (
    <figure className={classes['look']}>
      <figcaption className={classes['caption']}>
        <span>{channelName(channel)}</span>
        {hasLink && (
          <RouteAnchor to="/messages/$id" params={{ id }} size="xs">
            {texts.messages.open}
          </RouteAnchor>
        )}
      </figcaption>
      {content === undefined ? (
        <Text size="sm" c="dimmed">
          {texts.messages.noContent}
          {contentProblem !== undefined && <PlainText text={`: ${contentProblem}`} most={200} />}
        </Text>
      ) : (
        <Content content={content} />
      )}
      {templateChanged && (
        <Text size="xs" c="dimmed" mt={4}>
          {texts.messages.templateChanged}
        </Text>
      )}
    </figure>
  );
}

function Content({ content }: { readonly content: MessageContent }) {
  if (content.channel === 'sms') return <PlainText text={content.text} />;
  const { title, body, link, image } = content;
  return (
    <>
      <strong>
        <PlainText text={title} />
      </strong>
      <PlainText text={body} />
      {link !== undefined && <Beside text={texts.messages.link(link)} />}
      {image !== undefined && <Beside text={texts.messages.image(image)} />}
    </>
  );
}

/** What a person doesn't read but meets: as text, for an address in a message is never followed from here. */
function Beside({ text }: { readonly text: string }) {
  return (
    <Text size="xs" c="dimmed">
      <PlainText text={text} most={200} />
    </Text>
  );
}
