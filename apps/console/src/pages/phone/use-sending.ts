import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../session/use-session.ts';
import { anew, freshOrder } from './demo-event.ts';

type Event = Readonly<Record<string, unknown>>;

/** An event that Hermod has taken. */
export interface Sent {
  readonly id: string;
  readonly recipient: string;
  /** The recipient's runs before it; what isn't among them began with it. */
  readonly runsBefore: ReadonlySet<string>;
  /** By this browser's clock, in milliseconds of the epoch. */
  readonly at: number;
}

export interface Sending {
  readonly mutation: UseMutationResult<Sent, Error, Event>;
  readonly sent: Sent | undefined;
}

/** Sends events, and remembers what there was before, so that what comes of them can be told apart. */
export function useSending(recipient: string, onSent: (next: Event) => void): Sending {
  const api = useApi();
  const queries = useQueryClient();
  const [sent, setSent] = useState<Sent>();
  const mutation = useMutation({
    mutationFn: async (event: Event): Promise<Sent> => {
      const { items } = await api.runs({ recipient });
      await api.sendEvent(event);
      const runsBefore = new Set(items.map(({ id }) => id));
      return { id: String(event['id']), recipient, runsBefore, at: Date.now() };
    },
    onSuccess: async (taken, event) => {
      setSent(taken);
      onSent(anew(event, freshOrder(), new Date().toISOString()));
      await queries.invalidateQueries({ queryKey: ['runs-of', recipient] });
    },
  });
  return { mutation, sent };
}
