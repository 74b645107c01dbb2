import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem, problemOf } from '../../api/problem.ts';
import { useApi } from '../../session/use-session.ts';
import { texts } from '../../texts.ts';
import type { WrittenTemplate } from './template-fields.ts';

const words = texts.templates;
const NOT_FOUND = 404;
const CONFLICT = 409;

/**
 * Saves a template, unless somebody else has saved another version meanwhile.
 * @param version that was changed; undefined when there was none.
 */
export function useSaveTemplate(name: string, version: number | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  const versionNow = async (): Promise<number | undefined> => {
    try {
      return (await api.template(name)).version;
    } catch (error) {
      if (problemOf(error).status === NOT_FOUND) return undefined;
      throw error;
    }
  };
  return useMutation({
    mutationFn: async (document: WrittenTemplate) => {
      const current = await versionNow();
      if (current !== undefined && current !== version) throw changedMeanwhile(current);
      return api.saveTemplate(name, document);
    },
    onSuccess: async (saved) => {
      queries.setQueryData(['template', name], saved);
      await queries.invalidateQueries({ queryKey: ['templates'] });
    },
  });
}

function changedMeanwhile(version: number): Problem {
  return new Problem({
    status: CONFLICT,
    title: words.changedMeanwhile,
    detail: words.changedMeanwhile,
    code: 'TEMPLATE_CHANGED',
    fix: words.changedMeanwhileFix(version),
  });
}
