import { Group, List, Stack, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useErasure } from '../../api/consent-queries.ts';
import type { Erasure } from '../../api/types.ts';
import { Facts } from '../../shared/facts.tsx';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { Section } from '../../shared/section.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';

const route = getRouteApi('/people/$id/erasure');
const words = texts.rights.erasure;

/** What has become of an erasure. */
export function ErasurePage() {
  const { id } = route.useParams();
  const erasure = useErasure(id);
  const back = (
    <RouteAnchor to="/people/$id" params={{ id }} size="sm">
      {words.toPerson}
    </RouteAnchor>
  );
  return (
    <Page title={words.title(id)} lead={words.lead} aside={back}>
      <Loaded query={erasure}>{(found) => <Story erasure={found} />}</Loaded>
    </Page>
  );
}

function Story({ erasure: { status, erasedAt, reason, services, copies } }: { readonly erasure: Erasure }) {
  return (
    <Stack gap="md">
      <Section title={words.status} aside={<StatusBadge status={status} />}>
        <Facts
          facts={[
            [words.erasedAt, <Instant key="at" at={erasedAt} />],
            [words.reason, reason === undefined ? undefined : <PlainText key="reason" text={reason} />],
          ]}
        />
      </Section>
      <Section title={words.services}>
        {services.map((service) => (
          <Service key={service.service} service={service} />
        ))}
      </Section>
      <Section title={words.copies}>
        {copies.length === 0 ? (
          <Text size="sm">{words.noCopies}</Text>
        ) : (
          <List size="sm">
            {copies.map(({ where, goneBy }) => (
              <List.Item key={where}>
                {where}: {words.goneBy} <Instant at={goneBy} />
              </List.Item>
            ))}
          </List>
        )}
      </Section>
    </Stack>
  );
}

function Service({ service: { service, status, erasedAt, erased, kept } }: ServiceProps) {
  return (
    <div>
      <Group gap="xs">
        <Title order={3} size="h5">
          {service}
        </Title>
        <StatusBadge status={status === 'pending' ? 'erasing' : status} />
        {erasedAt !== undefined && (
          <Text size="xs" c="dimmed" span>
            <Instant at={erasedAt} />
          </Text>
        )}
      </Group>
      <Lines title={words.gone} lines={erased} />
      <Lines title={words.kept} lines={kept} />
    </div>
  );
}

interface ServiceProps {
  readonly service: Erasure['services'][number];
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <>
      <Text size="xs" c="dimmed" mt={4}>
        {title}
      </Text>
      {lines.length === 0 ? (
        <Text size="sm">{words.nothing}</Text>
      ) : (
        <List size="sm">
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </>
  );
}
