import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { RunsSearch } from '../../app/search.ts';
import { useRuns } from '../../api/queries.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Pager } from '../../shared/pager.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { RunList } from './run-list.tsx';

const route = getRouteApi('/runs');
const words = texts.runs;

/** Runs, newest first, narrowed by what the address says. */
export function RunsPage() {
  const filter = route.useSearch();
  const runs = useRuns(filter);
  const isFiltered =
    filter.recipient !== undefined || filter.journey !== undefined || filter.status !== undefined;
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={runs.isError} />}>
      <Filters key={JSON.stringify(filter)} />
      <Loaded query={runs}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={isFiltered ? words.noneFiltered : words.none}>
                {isFiltered ? words.noneFilteredFix : words.noneFix}
              </Nothing>
            ) : (
              <RunList runs={items} />
            )}
            <Pager to="/runs" current={filter.next} next={next} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the list is narrowed by; it takes effect when it is sent, and stands in the address then. */
function Filters() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const [recipient, setRecipient] = useState(filter.recipient ?? '');
  const [journey, setJourney] = useState(filter.journey ?? '');
  const show = (status: RunsSearch['status']): void => {
    const narrowed = { recipient: recipient.trim() || undefined, journey: journey.trim() || undefined };
    void navigate({ search: { ...narrowed, status, next: undefined } });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    show(filter.status);
  };
  return (
    <Section title={words.filter}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words.recipient}
            value={recipient}
            onChange={(e) => setRecipient(e.currentTarget.value)}
          />
          <TextInput
            label={words.journey}
            value={journey}
            onChange={(e) => setJourney(e.currentTarget.value)}
          />
          <StatusChoice chosen={filter.status} onChoose={show} />
          <Button type="submit" variant="default">
            {texts.common.apply}
          </Button>
        </Group>
      </form>
    </Section>
  );
}

interface StatusChoiceProps {
  readonly chosen: RunsSearch['status'];
  readonly onChoose: (status: RunsSearch['status']) => void;
}

function StatusChoice({ chosen, onChoose }: StatusChoiceProps) {
  return (
    <NativeSelect
      label={words.status}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChoose(value === 'running' || value === 'ended' ? value : undefined)
      }
      data={[
        { value: '', label: words.any },
        { value: 'running', label: texts.status.running },
        { value: 'ended', label: texts.status.ended },
      ]}
    />
  );
}
