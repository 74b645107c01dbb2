import {
  Alert,
  Button,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Recipient } from '../../api/types.ts';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { fieldErrorsOf } from '../../shared/field-errors.ts';
import { ownTimeZone } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';
import { useRecordConsent } from './use-record-consent.ts';

const words = texts.consent;
const METHODS = Object.entries(words.methods).map(([value, label]) => ({ value, label }));

interface ConsentFormProps {
  readonly recipient: string;
  readonly title: string;
  readonly submit: string;
  /** What is sent, from what stands in the form. */
  readonly consentOf: (form: FormData) => object;
  /** Fields between the method and the reason. */
  readonly children: (errors: FieldErrors) => ReactNode;
}

/** A form by which somebody records what a person said, with a reason. What was refused is told at its field. */
export function ConsentForm({ recipient, title, submit, consentOf, children }: ConsentFormProps) {
  const record = useRecordConsent(recipient);
  const errors = fieldErrorsOf(record.error);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    record.mutate(consentOf(new FormData(event.currentTarget)));
  };
  if (record.isSuccess) return <Recorded onAgain={() => record.reset()} />;
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <Text fw={600}>{title}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm" verticalSpacing="sm">
          {children(errors)}
        </SimpleGrid>
        <TextInput
          name="reason"
          label={words.whyRecorded}
          maxLength={500}
          autoComplete="off"
          required
          error={errors('reason')}
        />
        {record.isError && <ProblemAlert error={record.error} />}
        <Group>
          <Button type="submit" loading={record.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The form is gone once its words are in the ledger, so that nobody records them twice by mistake. */
function Recorded({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <Alert color="teal" role="status" title={words.recorded}>
      <Button size="xs" variant="default" onClick={onAgain} ref={focus}>
        {words.recordAnother}
      </Button>
    </Alert>
  );
}

function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** How it was said. */
export function MethodField({ errors }: { readonly errors: FieldErrors }) {
  return <NativeSelect name="method" label={words.method} data={METHODS} error={errors('method')} />;
}

interface AddressFieldProps {
  readonly errors: FieldErrors;
  readonly contactPoints: Recipient['contactPoints'];
  readonly channel: string;
}

/** Of several addresses the one that is meant. */
export function AddressField({ errors, contactPoints, channel }: AddressFieldProps) {
  const kind = channel === 'mms' || channel === 'rcs' ? 'sms' : channel;
  const fitting = contactPoints.filter((point) => point.channel === kind);
  return (
    <NativeSelect
      name="contactPoint"
      label={words.address}
      data={[
        { value: '', label: words.anyAddress },
        ...fitting.map(({ id, address }) => ({ value: id, label: address })),
      ]}
      error={errors('contactPoint')}
    />
  );
}

/** When it was said. */
export function SaidAtField({ errors }: { readonly errors: FieldErrors }) {
  return (
    <TextInput
      type="datetime-local"
      name="at"
      label={words.at}
      description={words.atHint(ownTimeZone())}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={errors('at')}
    />
  );
}

/** The words that belong to it, over the whole width. */
export function WordingField({ errors, label, isRequired }: WordingFieldProps) {
  return (
    <Textarea
      name="wording"
      label={label}
      maxLength={4096}
      rows={2}
      required={isRequired}
      error={errors('wording')}
      style={{ gridColumn: '1 / -1' }}
    />
  );
}

interface WordingFieldProps {
  readonly errors: FieldErrors;
  readonly label: string;
  readonly isRequired: boolean;
}
