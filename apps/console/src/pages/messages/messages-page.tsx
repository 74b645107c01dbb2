import { Button, Group, TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../api/queries.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Pager } from '../../shared/pager.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { MessageList } from './message-list.tsx';

const route = getRouteApi('/messages');
const words = texts.messages;
const MESSAGE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The way to a message: by its id, or through the person whom it was for. */
export function MessagesPage() {
  const { recipient, next } = route.useSearch();
  return (
    <Page title={words.title} lead={words.lead}>
      <Find key={recipient} />
      {recipient === undefined ? (
        <Nothing title={words.start}>{words.startFix}</Nothing>
      ) : (
        <MessagesOf recipient={recipient} current={next} />
      )}
    </Page>
  );
}

function Find() {
  const { recipient } = route.useSearch();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState(recipient ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = wanted.trim();
    if (MESSAGE_ID.test(text)) void navigate({ to: '/messages/$id', params: { id: text } });
    else if (text !== '') void navigate({ to: '/messages', search: { recipient: text } });
  };
  return (
    <Section title={words.submit}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words.find}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            maxLength={128}
            autoComplete="off"
            required
            flex="1 1 220px"
            maw={420}
          />
          <Button type="submit">{words.submit}</Button>
        </Group>
      </form>
    </Section>
  );
}

interface MessagesOfProps {
  readonly recipient: string;
  readonly current: string | undefined;
}

function MessagesOf({ recipient, current }: MessagesOfProps) {
  const messages = useMessages(recipient, current);
  return (
    <Section title={recipient} aside={<LiveBadge isLost={messages.isError} />}>
      <Loaded query={messages}>
        {({ items, next }) => (
          <>
            <MessageList messages={items} />
            <Pager to="/messages" current={current} next={next} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
