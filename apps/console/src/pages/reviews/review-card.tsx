import { Group, Paper, Text } from '@mantine/core';
import type { Review } from '../../api/types.ts';
import { Acts } from '../../shared/acts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { showInvisible } from '../../shared/show-text.ts';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { markPhrase } from './mark-phrase.ts';
import { SettleReview } from './settle-review.tsx';
import classes from './review-card.module.css';

const words = texts.reviews;

/** A text that may ask for an end: whose, what it says, and what somebody thought of it. */
export function ReviewCard({ review }: { readonly review: Review }) {
  const { id, channel, provider, at, status, text, phrase } = review;
  return (
    <Paper component="article" withBorder radius="md" p="md">
      <Group gap="xs">
        <StatusBadge status={status} />
        <Text size="sm" fw={500} span>
          {channelName(channel)} {words.by} {provider}
        </Text>
        <Text size="xs" c="dimmed" span>
          <Instant at={at} />
        </Text>
        <Holders recipients={review.recipients} />
      </Group>
      {text === undefined ? (
        <Text size="sm" c="dimmed" my="sm">
          {words.textErased} <PlainText text={phrase} most={200} />
        </Text>
      ) : (
        <blockquote className={classes['text']}>
          <Marked text={text} phrase={phrase} />
        </blockquote>
      )}
      {status === 'open' ? (
        <Acts acts={[{ name: words.settleThis, form: () => <SettleReview review={id} /> }]} />
      ) : (
        <Verdict review={review} />
      )}
    </Paper>
  );
}

function Holders({ recipients }: Pick<Review, 'recipients'>) {
  return (
    <Text size="sm" span>
      {words.from}{' '}
      {recipients.length === 0
        ? words.nobody
        : recipients.map((id, n) => (
            <span key={id}>
              {n > 0 && ', '}
              <RouteAnchor to="/people/$id" params={{ id }} size="sm">
                {id}
              </RouteAnchor>
            </span>
          ))}
    </Text>
  );
}

/** The text as it was written, as text, with what may ask for an end marked in it. */
function Marked({ text, phrase }: { readonly text: string; readonly phrase: string }) {
  const { before, marked, after } = markPhrase(text, phrase);
  return (
    <bdi dir="auto">
      {showInvisible(before)}
      {marked !== '' && <mark>{showInvisible(marked)}</mark>}
      {showInvisible(after)}
    </bdi>
  );
}

function Verdict({ review: { settledAt, settledBy, reason } }: { readonly review: Review }) {
  return (
    <Text size="sm" c="dimmed">
      {settledAt !== undefined && <Instant at={settledAt} />}{' '}
      {settledBy !== undefined && words.settledBy(settledBy)}
      {reason !== undefined && (
        <>
          {': '}
          <PlainText text={reason} most={300} />
        </>
      )}
    </Text>
  );
}
