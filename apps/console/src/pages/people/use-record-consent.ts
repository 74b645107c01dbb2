import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useRefreshPerson } from '../../api/consent-queries.ts';
import { useApi } from '../../session/use-session.ts';

/** Records what somebody said. The same words sent again, after an answer that never came, are recorded once. */
export function useRecordConsent(recipient: string) {
  const api = useApi();
  const refresh = useRefreshPerson(recipient);
  const last = useRef<{ readonly said: string; readonly key: string }>(undefined);
  return useMutation({
    mutationFn: (consent: object) => {
      const said = JSON.stringify(consent);
      if (last.current?.said !== said) last.current = { said, key: freshKey() };
      return api.recordConsent(recipient, consent, last.current.key);
    },
    onSuccess: async () => {
      last.current = undefined;
      await refresh();
    },
  });
}

/** 128 random bits in hex; `randomUUID` is missing where the page comes over plain HTTP. */
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
