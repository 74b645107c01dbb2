import { Alert, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { problemOf } from '../../api/problem.ts';
import { useMessages, useRecipient, useRunsOf } from '../../api/queries.ts';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { MessageList } from '../messages/message-list.tsx';
import { RunList } from '../runs/run-list.tsx';
import { Consents } from './consents.tsx';
import { Decisions } from './decisions.tsx';
import { Preview } from './preview.tsx';
import { Profile } from './profile.tsx';
import { Rights } from './rights.tsx';

const route = getRouteApi('/people/$id');
const words = texts.people;
/** More stands on the pages of their own. */
const MOST_SHOWN = 8;
const GONE = 410;

/** Somebody: who they are, what they said and what was decided by it, and what was said to them. */
export function PersonPage() {
  const { id } = route.useParams();
  const recipient = useRecipient(id);
  const isErased = recipient.isError && problemOf(recipient.error).status === GONE;
  const known = isErased ? undefined : recipient.data;
  return (
    <Page title={id} aside={<LiveBadge isLost={recipient.isError && known !== undefined} />}>
      <Stack gap="md" key={id}>
        {isErased ? (
          <Erased recipient={id} />
        ) : (
          <Section title={words.profile}>
            <Loaded query={recipient}>{(found) => <Profile recipient={found} />}</Loaded>
          </Section>
        )}
        {(isErased || known !== undefined) && <Consents id={id} recipient={known} />}
        {known !== undefined && <Preview recipient={id} />}
        <Decisions recipient={id} />
        <RunsOf recipient={id} />
        <MessagesOf recipient={id} />
        {known !== undefined && <Rights recipient={id} />}
      </Stack>
    </Page>
  );
}

function Erased({ recipient }: { readonly recipient: string }) {
  return (
    <Alert color="orange" variant="light" title={words.isErased}>
      {words.isErasedFix}{' '}
      <RouteAnchor
        to="/people/$id/erasure"
        params={{ id: recipient }}
        size="sm"
        underline="always"
        c="inherit"
      >
        {words.toErasure}
      </RouteAnchor>
      .
    </Alert>
  );
}

function RunsOf({ recipient }: { readonly recipient: string }) {
  const runs = useRunsOf(recipient);
  const all = (
    <RouteAnchor to="/runs" search={{ recipient }} size="sm">
      {words.allRuns}
    </RouteAnchor>
  );
  return (
    <Section title={words.runs} aside={all}>
      <Loaded query={runs}>
        {(items) =>
          items.length === 0 ? (
            <Nothing title={words.noRuns}>{words.noRunsFix}</Nothing>
          ) : (
            <RunList runs={items.slice(0, MOST_SHOWN)} />
          )
        }
      </Loaded>
    </Section>
  );
}

function MessagesOf({ recipient }: { readonly recipient: string }) {
  const messages = useMessages(recipient, undefined);
  const all = (
    <RouteAnchor to="/messages" search={{ recipient }} size="sm">
      {words.allMessages}
    </RouteAnchor>
  );
  return (
    <Section title={words.messages} aside={all}>
      <Loaded query={messages}>{({ items }) => <MessageList messages={items.slice(0, MOST_SHOWN)} />}</Loaded>
    </Section>
  );
}
