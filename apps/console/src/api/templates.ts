import type { TemplatePreviewInput, TemplateSummary, TemplateView } from '@hermod/api';
import type { CallApi } from './request.ts';
import type { TemplateLook } from './types.ts';

const pathOf = (name: string): string => `/v1/templates/${encodeURIComponent(name)}`;

/** What is said on one channel. */
export function templatesApi(call: CallApi) {
  return {
    templates: async () => (await call<{ templates: TemplateSummary[] }>('/v1/templates', {})).templates,
    template: (name: string) => call<TemplateView>(pathOf(name), {}),
    /** @param document what stands in the editor; the API says what is wrong with it. */
    saveTemplate: (name: string, document: unknown) =>
      call<TemplateView>(pathOf(name), { method: 'PUT', body: document }),
    /** A template as a person would get it. */
    previewTemplate: async (input: TemplatePreviewInput, signal: AbortSignal): Promise<TemplateLook> => {
      const content = await call<object>('/v1/templates/preview', { method: 'POST', body: input, signal });
      return { channel: input.channel, ...content } as TemplateLook;
    },
  };
}
