import { Group, Paper, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useUnmatchedAnswers } from '../../api/queries.ts';
import type { UnmatchedAnswer } from '../../api/types.ts';
import { asSentence } from '../../shared/as-sentence.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Pager } from '../../shared/pager.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';

const route = getRouteApi('/unmatched');
const words = texts.unmatched;
const MOST_CHARS = 600;

/** What people wrote that answers nothing, for somebody to read. */
export function UnmatchedPage() {
  const { next: current } = route.useSearch();
  const answers = useUnmatchedAnswers(current);
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={answers.isError} />}>
      <Loaded query={answers}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={words.none}>{words.noneFix}</Nothing>
            ) : (
              <Stack gap="sm" component="ul" p={0} m={0} aria-label={words.title}>
                {items.map((answer) => (
                  <Answer key={answer.id} answer={answer} />
                ))}
              </Stack>
            )}
            <Pager to="/unmatched" current={current} next={next} labels={words.pager} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Answer({ answer }: { readonly answer: UnmatchedAnswer }) {
  const { at, recipient, channel, to, text, why } = answer;
  return (
    <Paper withBorder radius="md" p="sm" component="li" display="block">
      <Group justify="space-between" gap="xs">
        <Text size="sm" span>
          {recipient === undefined ? (
            words.nobody
          ) : (
            <RouteAnchor to="/people/$id" params={{ id: recipient }} size="sm" fw={500}>
              {recipient}
            </RouteAnchor>
          )}
          {' · '}
          {channelName(channel)} {to !== undefined && <PlainText text={words.to(to)} most={100} />}
        </Text>
        <Instant at={at} size="sm" c="dimmed" />
      </Group>
      <Text my={4}>{text === undefined ? words.noText : <PlainText text={text} most={MOST_CHARS} />}</Text>
      <Text size="sm" c="dimmed">
        <PlainText text={asSentence(why)} most={300} />
      </Text>
    </Paper>
  );
}
