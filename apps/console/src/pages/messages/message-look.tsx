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

function Content({ content: { title, body, text, link, image } }: { readonly content: MessageContent }) {
  const words = texts.messages;
  return (
    <>
      {title !== undefined && (
        <strong>
          <PlainText text={title} />
        </strong>
      )}
      {[body, text].map((part) => (part === undefined ? null : <PlainText key={part} text={part} />))}
      {[
        link === undefined ? undefined : words.link(link),
        image === undefined ? undefined : words.image(image),
      ].map((part) =>
        part === undefined ? null : (
          <Text key={part} size="xs" c="dimmed">
            <PlainText text={part} most={200} />
          </Text>
        ),
      )}
    </>
  );
}
