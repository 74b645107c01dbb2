import { Button, Group, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { RouteAnchor } from '../../shared/link.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { DEMO_RECIPIENT } from '../phone/demo-event.ts';

const words = texts.people;

/** The way to a person. */
export function PeoplePage() {
  const [id, setId] = useState('');
  const navigate = useNavigate();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (id.trim() !== '') void navigate({ to: '/people/$id', params: { id: id.trim() } });
  };
  return (
    <Page title={words.title} lead={words.lead}>
      <Section title={words.find}>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label={words.id}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              maxLength={128}
              autoComplete="off"
              required
            />
            <Button type="submit">{words.find}</Button>
          </Group>
        </form>
        <Text size="sm" c="dimmed">
          {words.example}{' '}
          <RouteAnchor to="/people/$id" params={{ id: DEMO_RECIPIENT }} size="sm" underline="always">
            {DEMO_RECIPIENT}
          </RouteAnchor>
          .
        </Text>
      </Section>
    </Page>
  );
}
