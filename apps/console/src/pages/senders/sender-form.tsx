import { Alert, Button, Checkbox, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useProviders } from '../../api/queries.ts';
import type { Sender } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { type FieldErrors, fieldErrorsOf } from '../../shared/field-errors.ts';
import { textOf } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';
import { Ticks } from '../policy/ticks.tsx';
import { channelName } from '../runs/tell-entry.ts';
import { SENDER_CHANNELS, senderIn } from './sender-in.ts';

const words = texts.senders;
const CHOICES = SENDER_CHANNELS.map((value) => ({ value, label: channelName(value) }));

interface SenderFormProps {
  /** Undefined: a new one is written. */
  readonly known: Sender | undefined;
  readonly onLeave: () => void;
}

/** A sender to be written or changed. What the API refuses is told at its field. */
export function SenderForm({ known, onLeave }: SenderFormProps) {
  const api = useApi();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: ({ id, sender }: { id: string; sender: object }) => api.saveSender(id, sender),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['senders'] }),
  });
  const errors = fieldErrorsOf(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ id: known?.id ?? textOf(form, 'id') ?? '', sender: senderIn(form) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Fields known={known} errors={errors} />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
          {known !== undefined && (
            <Button variant="default" onClick={onLeave}>
              {words.newOne}
            </Button>
          )}
        </Group>
        {save.isError && <ProblemAlert error={save.error} />}
        {save.isSuccess && (
          <Alert color="teal" role="status">
            {words.saved(save.data.id)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}

interface FieldsProps {
  readonly known: Sender | undefined;
  readonly errors: FieldErrors;
}

function Fields({ known, errors }: FieldsProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        {known === undefined && (
          <TextInput
            name="id"
            label={words.id}
            maxLength={100}
            required
            autoComplete="off"
            error={errors('id')}
          />
        )}
        <ProviderField known={known} errors={errors} />
        {LINES.map((line) => (
          <Line key={line.name} {...line} known={known} errors={errors} />
        ))}
      </SimpleGrid>
      <Ticks
        name="channels"
        legend={words.channels}
        hint={words.channelsHint}
        options={CHOICES}
        chosen={known?.channels ?? []}
        error={errors('channels')}
      />
      <Checkbox name="isDefault" value="yes" label={words.isDefault} defaultChecked={known?.isDefault} />
    </>
  );
}

/** What is written in one line each. */
const LINES = [
  { name: 'address', label: words.address, hint: words.addressHint, isRequired: true },
  { name: 'brandName', label: words.brand, hint: words.brandHint },
  { name: 'logo', label: words.logo, hint: words.logoHint },
  { name: 'countries', label: words.countries, hint: words.countriesHint },
] as const;

function ProviderField({ known, errors }: FieldsProps) {
  const { data: providers = [] } = useProviders();
  const able = providers.filter(({ channels }) => SENDER_CHANNELS.some((one) => channels.includes(one)));
  const ids = [...new Set([...able.map(({ id }) => id), ...(known === undefined ? [] : [known.provider])])];
  return (
    <NativeSelect
      key={ids.join(' ')}
      name="provider"
      label={words.provider}
      defaultValue={known?.provider}
      data={ids}
      error={errors('provider')}
    />
  );
}

interface LineProps extends FieldsProps {
  readonly name: 'address' | 'brandName' | 'logo' | 'countries';
  readonly label: string;
  readonly hint: string;
  readonly isRequired?: boolean;
}

function Line({ name, label, hint, isRequired = false, known, errors }: LineProps) {
  const value = known?.[name];
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      defaultValue={typeof value === 'string' ? value : value?.join(', ')}
      required={isRequired}
      autoComplete="off"
      error={errors(name)}
    />
  );
}
