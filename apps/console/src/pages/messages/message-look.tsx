import { Text } from '@mantine/core';
import type { Message, TemplateLook } from '../../api/types.ts';
import { RouteAnchor } from '../../shared/link.tsx';
import { TemplateLookView } from '../../shared/looks/template-look.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import classes from './message-look.module.css';

/** A message in the words that a person gets; of an SMS only the text is kept. */
type Looked = Exclude<TemplateLook, { channel: 'sms' }> | { readonly channel: 'sms'; readonly text: string };

interface MessageLookProps {
  readonly message: Message;
  /** With a way to the message's own page. */
  readonly hasLink?: boolean;
}

/** A message as the person gets to see it. Nothing of it runs or leads away from here. */
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

function Content({ content }: { readonly content: Message['content'] & {} }) {
  // The API leaves open what cards and files are made of; they are what its preview shows of the same template.
  const look = content as Looked;
  if (look.channel === 'sms') return <PlainText text={look.text} />;
  return <TemplateLookView look={look} />;
}
