import { Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { problemOf } from '../../api/problem.ts';
import { useJourney } from '../../api/queries.ts';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { firstDraft } from './first-draft.ts';
import { Versions } from './versions.tsx';

const route = getRouteApi('/journeys/$id');

/** A journey: its draft, what can happen by it, and what is published of it. */
export function JourneyPage() {
  const { id } = route.useParams();
  const draft = useJourney(id);
  const isNew = draft.isError && problemOf(draft.error).status === 404;
  return (
    <Page title={id}>
      <Stack gap="md">
        {isNew ? (
          <DraftEditor key={`${id} new`} journey={id} draft={{ text: firstDraft(id) }} />
        ) : (
          <Loaded query={draft}>
            {({ text, etag }) => <DraftEditor key={`${id} ${etag}`} journey={id} draft={{ text, etag }} />}
          </Loaded>
        )}
        {!isNew && <Versions journey={id} />}
      </Stack>
    </Page>
  );
}
