import { Alert, NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useDeadLetters } from '../../api/queries.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Pager } from '../../shared/pager.tsx';
import { texts } from '../../texts.ts';
import { DeadLetterList } from './dead-letter-list.tsx';

const route = getRouteApi('/dead-letters');
const words = texts.deadLetters;
const SERVICES = ['routing', 'consent', 'delivery', 'receipts'];

/** What could not be handled, newest first. */
export function DeadLettersPage() {
  const { service, next: current } = route.useSearch();
  const letters = useDeadLetters(service, current);
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={letters.isError} />}>
      <ServiceChoice />
      <Loaded query={letters}>
        {({ items, next, unavailable = [] }) => (
          <>
            {unavailable.length > 0 && (
              <Alert color="orange">{words.unavailable(unavailable.join(', '))}</Alert>
            )}
            {items.length === 0 ? (
              <Nothing title={words.none}>{words.noneFix}</Nothing>
            ) : (
              <DeadLetterList letters={items} />
            )}
            <Pager to="/dead-letters" current={current} next={next} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function ServiceChoice() {
  const { service } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <NativeSelect
      label={words.service}
      value={service ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        void navigate({ search: { service: chosen === '' ? undefined : chosen, next: undefined } });
      }}
      data={[{ value: '', label: texts.common.all }, ...SERVICES]}
      maw={220}
    />
  );
}
