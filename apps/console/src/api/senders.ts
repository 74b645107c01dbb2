import type { SenderView } from '@hermod/api';
import type { CallApi } from './request.ts';

const pathOf = (id: string): string => `/v1/senders/${encodeURIComponent(id)}`;

/** Who messages come from. */
export function sendersApi(call: CallApi) {
  return {
    senders: async () => (await call<{ senders: SenderView[] }>('/v1/senders', {})).senders,
    /** @param sender as the form has it; the API says what is wrong with it. */
    saveSender: (id: string, sender: unknown) =>
      call<SenderView>(pathOf(id), { method: 'PUT', body: sender }),
    deleteSender: (id: string) => call(pathOf(id), { method: 'DELETE' }),
  };
}
