import { Alert, SimpleGrid, Stack } from '@mantine/core';
import { useHealth } from '../../api/queries.ts';
import type { SystemHealth } from '../../api/types.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { Instance } from './instance.tsx';
import { Providers } from './providers.tsx';

const words = texts.health;

/** Whether every part answers, and what it misses if not. */
export function HealthPage() {
  const health = useHealth();
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={health.isError} />}>
      <Loaded query={health}>{(found) => <Parts health={found} />}</Loaded>
      <Providers />
    </Page>
  );
}

function Parts({ health: { status, gateway, services } }: { readonly health: SystemHealth }) {
  const isReady = status === 'ready';
  const parts = [
    [words.gateway, [{ instance: words.gateway, ...gateway }]] as const,
    ...Object.entries(services),
  ];
  return (
    <Stack gap="md">
      <Alert
        role="status"
        color={isReady ? 'teal' : 'red'}
        title={isReady ? words.allReady : words.notReady}
        {...(isReady ? {} : { children: words.notReadyFix })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {parts.map(([service, instances]) => (
          <Section key={service} title={service}>
            {instances.map((instance) => (
              <Instance key={instance.instance} health={instance} />
            ))}
          </Section>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
