import { Group, NativeSelect, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useReviews } from '../../api/consent-queries.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Pager } from '../../shared/pager.tsx';
import { texts } from '../../texts.ts';
import { ReviewCard } from './review-card.tsx';

const route = getRouteApi('/reviews');
const words = texts.reviews;

/** Texts that may ask for an end, for somebody to read. */
export function ReviewsPage() {
  const { status = 'open', recipient, next: current } = route.useSearch();
  const reviews = useReviews({ status, recipient, next: current });
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={reviews.isError} />}>
      <StatusChoice />
      <Loaded query={reviews}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              status === 'open' ? (
                <Nothing title={words.none}>{words.noneFix}</Nothing>
              ) : (
                <Nothing title={words.noneSettled} />
              )
            ) : (
              <Stack gap="md">
                {items.map((review) => (
                  <ReviewCard key={review.id} review={review} />
                ))}
              </Stack>
            )}
            <Pager to="/reviews" current={current} next={next} labels={words.pager} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function StatusChoice() {
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Group>
      <NativeSelect
        label={words.filter}
        value={status ?? 'open'}
        onChange={(event) => {
          const chosen = event.currentTarget.value === 'settled' ? 'settled' : undefined;
          void navigate({ search: (search) => ({ ...search, status: chosen, next: undefined }) });
        }}
        data={[
          { value: 'open', label: words.open },
          { value: 'settled', label: words.settled },
        ]}
      />
    </Group>
  );
}
