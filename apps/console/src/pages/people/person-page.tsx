import { Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useConsents, useMessages, useRecipient, useRunsOf } from '../../api/queries.ts';
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
import { Profile } from './profile.tsx';

const route = getRouteApi('/people/$id');
const words = texts.people;
/** More stands on the pages of their own. */
const MOST_SHOWN = 8;

/** Somebody: who they are, what they said, and what was said to them. */
export function PersonPage() {
  const { id } = route.useParams();
  const recipient = useRecipient(id);
  const consents = useConsents(id);
  return (
    <Page title={id} aside={<LiveBadge isLost={recipient.isError && recipient.data !== undefined} />}>
      <Stack gap="md">
        <Section title={words.profile}>
          <Loaded query={recipient}>{(found) => <Profile recipient={found} />}</Loaded>
        </Section>
        <Section title={words.consents}>
          <Loaded query={consents}>{(said) => <Consents consents={said} />}</Loaded>
        </Section>
        <RunsOf recipient={id} />
        <MessagesOf recipient={id} />
      </Stack>
    </Page>
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
