import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { usePolicy } from '../../api/consent-queries.ts';
import type { Policy } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { texts } from '../../texts.ts';
import { PolicyForm } from './policy-form.tsx';

const words = texts.policy;

/** What the organisation wants beyond the law. */
export function PolicyPage() {
  const policy = usePolicy();
  const [turn, setTurn] = useState(0);
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={policy}>
        {(known) => (
          <Stack gap="md">
            <Stand known={known} />
            <PolicyForm key={turn} known={known} onUndo={() => setTurn((n) => n + 1)} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Stand({ known: { version, changedAt } }: { readonly known: Policy }) {
  return (
    <Text size="sm" c="dimmed">
      {version === 0 ? words.never : words.version(version)}
      {changedAt !== undefined && (
        <>
          {` · ${words.changed} `}
          <Instant at={changedAt} />
        </>
      )}
    </Text>
  );
}
