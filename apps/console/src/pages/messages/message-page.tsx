import { Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMessage } from '../../api/queries.ts';
import type { Message } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { Section } from '../../shared/section.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { becauseOf, channelName, ruleInWords } from '../runs/tell-entry.ts';
import { Attempts } from './attempts.tsx';
import { MessageLook } from './message-look.tsx';
import { Receipts } from './receipts.tsx';

const route = getRouteApi('/messages/$id');
const words = texts.messages;

/** One message: how it looked, why it was allowed, and what became of it. */
export function MessagePage() {
  const { id } = route.useParams();
  const message = useMessage(id);
  return (
    <Page
      title={words.messageTitle(channelName(message.data?.channel))}
      aside={<LiveBadge isLost={message.isError && message.data !== undefined} />}
    >
      <Loaded query={message}>
        {(found) => (
          <Stack gap="md">
            <AtAGlance message={found} />
            <Section title={words.look}>
              <MessageLook message={found} />
            </Section>
            <Section title={words.attempts}>
              <Attempts attempts={found.attempts} />
            </Section>
            <Section title={words.receipts}>
              <Receipts receipts={found.receipts} notes={found.notes} />
            </Section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function AtAGlance({ message }: { readonly message: Message }) {
  const { recipient, runId, status, reason, journey, step, template, purpose, lane, permission } = message;
  const person = (
    <RouteAnchor to="/people/$id" params={{ id: recipient }} size="sm">
      {recipient}
    </RouteAnchor>
  );
  const run = runId !== null && (
    <RouteAnchor to="/runs/$id" params={{ id: runId }} size="sm">
      {journey} · {step}
    </RouteAnchor>
  );
  return (
    <Section title={words.facts} aside={<StatusBadge status={status} />}>
      <Facts
        facts={[
          [words.recipient, person],
          [words.run, run === false ? undefined : run],
          [words.template, template],
          [words.purpose, purpose],
          [words.lane, lane],
          [words.created, <Instant key="created" at={message.createdAt} />],
          [
            words.takenBack,
            message.takenBack === undefined ? undefined : <Instant key="back" at={message.takenBack} />,
          ],
          [words.handOverBy, <Instant key="by" at={message.handOverBy} />],
          [words.reason, reason === null ? undefined : <PlainText key="reason" text={ruleInWords(reason)} />],
        ]}
      />
      <Text size="sm" c="dimmed">
        {words.permitted}: {becauseOf(permission.why)} (<Instant at={permission.decidedAt} />)
      </Text>
    </Section>
  );
}
