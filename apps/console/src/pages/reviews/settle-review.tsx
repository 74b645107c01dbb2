import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ReviewVerdict } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { fieldErrorsOf } from '../../shared/field-errors.ts';
import { textOf } from '../../shared/form-values.ts';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.reviews;

/** Says whether a text asked for an end, and why. */
export function SettleReview({ review }: { readonly review: string }) {
  const [missing, setMissing] = useState<string>();
  const settle = useSettle(review);
  const errors = fieldErrorsOf(settle.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const verdict = verdictOf(textOf(form, 'verdict'));
    setMissing(verdict === undefined ? words.verdictMissing : undefined);
    const reason = textOf(form, 'reason');
    if (verdict !== undefined && reason !== undefined) settle.mutate({ verdict, reason });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Verdicts error={missing ?? errors('verdict')} />
        <TextInput
          name="reason"
          label={words.reason}
          maxLength={500}
          autoComplete="off"
          required
          error={errors('reason')}
        />
        {settle.isError && <ProblemAlert error={settle.error} />}
        <Group>
          <Button type="submit" size="xs" loading={settle.isPending}>
            {words.settle}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useSettle(review: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (verdict: ReviewVerdict) => api.settleReview(review, verdict),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['reviews'] });
      await queries.invalidateQueries({ queryKey: ['open-reviews'] });
    },
  });
}

function Verdicts({ error }: { readonly error: string | undefined }) {
  return (
    <Radio.Group name="verdict" label={words.verdict} error={error}>
      <Stack gap={6} my={6}>
        <Radio value="opt-out" label={words.optOut} />
        <Radio value="no-opt-out" label={words.noOptOut} />
      </Stack>
    </Radio.Group>
  );
}

function verdictOf(value: string | undefined): ReviewVerdict['verdict'] | undefined {
  return value === 'opt-out' || value === 'no-opt-out' ? value : undefined;
}
