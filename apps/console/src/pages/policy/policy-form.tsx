import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import type { Policy } from '../../api/types.ts';
import { type FieldErrors, fieldErrorsOf } from '../../shared/field-errors.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { CapFields } from './cap-fields.tsx';
import { QuietFields } from './quiet-fields.tsx';
import { type Cap, type QuietHours, readPolicy, type Topic } from './read-policy.ts';
import { RowsSection } from './rows-section.tsx';
import { TopicFields } from './topic-fields.tsx';
import { type FormRows, useRows } from './use-rows.ts';
import { useSavePolicy } from './use-save-policy.ts';

const words = texts.policy;

interface PolicyFormProps {
  readonly known: Policy;
  readonly onUndo: () => void;
}

/** The policy to be read and changed. What the API refuses is told at its field. */
export function PolicyForm({ known: { version, policy }, onUndo }: PolicyFormProps) {
  const topics = useRows<Topic>('t', policy.topics);
  const caps = useRows<Cap>('c', policy.caps);
  const quietHours = useRows<QuietHours>('q', policy.quietHours);
  const save = useSavePolicy();
  const errors = fieldErrorsOf(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const keys = { topics: keysOf(topics), caps: keysOf(caps), quietHours: keysOf(quietHours) };
    save.mutate({ policy: readPolicy(new FormData(event.currentTarget), keys), version });
  };
  return (
    <form onSubmit={submit} aria-label={words.title}>
      <Stack gap="md">
        <Organisation given={policy.organisation} errors={errors} />
        <Topics rows={topics} errors={errors} />
        <Caps rows={caps} errors={errors} />
        <Quiet rows={quietHours} errors={errors} />
        {save.isError && <ProblemAlert error={save.error} />}
        {save.isSuccess && (
          <Alert color="teal" role="status">
            {words.saved(save.data.version)}
          </Alert>
        )}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onUndo}>
            {words.undo}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const keysOf = ({ rows }: FormRows<unknown>): string[] => rows.map(({ key }) => key);

interface OrganisationProps {
  readonly given: Policy['policy']['organisation'];
  readonly errors: FieldErrors;
}

function Organisation({ given, errors }: OrganisationProps) {
  return (
    <Section title={words.organisation}>
      <Text size="sm" c="dimmed">
        {words.organisationHint}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          name="organisation.name"
          label={words.name}
          defaultValue={given?.name}
          maxLength={60}
          autoComplete="off"
          error={errors('organisation.name')}
        />
        <TextInput
          name="organisation.contact"
          label={words.contact}
          description={words.contactHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          defaultValue={given?.contact}
          maxLength={120}
          autoComplete="off"
          error={errors('organisation.contact')}
        />
      </SimpleGrid>
    </Section>
  );
}

interface RowsProps<T> {
  readonly rows: FormRows<T>;
  readonly errors: FieldErrors;
}

function Topics({ rows, errors }: RowsProps<Topic>) {
  return (
    <RowsSection
      title={words.topics}
      hint={words.topicsHint}
      rows={rows}
      nameOf={words.topic}
      addLabel={words.addTopic}
      removeLabel={words.removeTopic}
      error={errors.exactly('topics')}
    >
      {(row, n) => <TopicFields row={row} n={n} errors={errors} />}
    </RowsSection>
  );
}

function Caps({ rows, errors }: RowsProps<Cap>) {
  return (
    <RowsSection
      title={words.caps}
      hint={words.capsHint}
      rows={rows}
      nameOf={words.cap}
      addLabel={words.addCap}
      removeLabel={words.removeCap}
      error={errors.exactly('caps')}
    >
      {(row, n) => <CapFields row={row} n={n} errors={errors} />}
    </RowsSection>
  );
}

function Quiet({ rows, errors }: RowsProps<QuietHours>) {
  return (
    <RowsSection
      title={words.quietHours}
      hint={words.quietHoursHint}
      rows={rows}
      nameOf={words.quiet}
      addLabel={words.addQuiet}
      removeLabel={words.removeQuiet}
      error={errors.exactly('quietHours')}
    >
      {(row, n) => <QuietFields row={row} n={n} errors={errors} />}
    </RowsSection>
  );
}
