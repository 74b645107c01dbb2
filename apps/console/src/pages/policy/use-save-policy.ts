import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import { useApi } from '../../session/use-session.ts';
import { texts } from '../../texts.ts';

const words = texts.policy;
const CONFLICT = 409;

interface Change {
  readonly policy: object;
  /** The version that was changed. */
  readonly version: number;
}

/** Replaces the policy, unless somebody else has changed it since it was looked at. */
export function useSavePolicy() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ policy, version }: Change) => {
      const current = await api.policy();
      if (current.version !== version) throw changedMeanwhile(current.version);
      return api.savePolicy(policy);
    },
    onSuccess: (saved) => queries.setQueryData(['policy'], saved),
  });
}

function changedMeanwhile(version: number): Problem {
  return new Problem({
    status: CONFLICT,
    title: words.changedMeanwhile,
    detail: words.changedMeanwhile,
    code: 'POLICY_CHANGED',
    fix: words.changedMeanwhileFix(version),
  });
}
