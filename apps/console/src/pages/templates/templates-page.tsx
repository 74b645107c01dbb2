import { Button, Group, NativeSelect, Paper, Table, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTemplates } from '../../api/queries.ts';
import type { TemplateSummary } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { RouteAnchor } from '../../shared/link.tsx';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';

const words = texts.templates;
const CHANNELS = ['push', 'sms', 'mms', 'rcs', 'email'] as const;

/** Every template, and the way to a new one. */
export function TemplatesPage() {
  const templates = useTemplates();
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={templates.isError} />}>
      <Loaded query={templates}>
        {(found) =>
          found.length === 0 ? (
            <Nothing title={words.none}>{words.noneFix}</Nothing>
          ) : (
            <TemplateList templates={found} />
          )
        }
      </Loaded>
      <NewTemplate />
    </Page>
  );
}

function TemplateList({ templates }: { readonly templates: readonly TemplateSummary[] }) {
  return (
    <Paper withBorder radius="md">
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{words.channel}</Table.Th>
            <Table.Th visibleFrom="sm">{words.version}</Table.Th>
            <Table.Th visibleFrom="sm">{words.saved}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {templates.map(({ name, channel, version, updatedAt }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <RouteAnchor to="/templates/$id" params={{ id: name }} size="sm" fw={500}>
                  {name}
                </RouteAnchor>
              </Table.Td>
              <Table.Td>{channelName(channel)}</Table.Td>
              <Table.Td visibleFrom="sm">{version}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Instant at={updatedAt} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function NewTemplate() {
  const [name, setName] = useState('');
  const [channel, setChannel] = useState<string>('sms');
  const navigate = useNavigate();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const id = name.trim();
    if (id !== '') void navigate({ to: '/templates/$id', params: { id }, search: { channel } });
  };
  return (
    <Section title={words.newOne}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words.newName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            autoComplete="off"
            required
          />
          <NativeSelect
            label={words.channel}
            value={channel}
            onChange={(event) => setChannel(event.currentTarget.value)}
            data={CHANNELS.map((value) => ({ value, label: channelName(value) }))}
          />
          <Button type="submit" variant="default">
            {words.open}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
