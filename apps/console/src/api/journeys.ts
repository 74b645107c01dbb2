import type { Call, CallApi, TaggedText } from './request.ts';
import type { JourneySummary, JourneyVersions } from './types.ts';

const YAML = 'application/yaml';
const pathOf = (id: string, rest = ''): string => `/v1/journeys/${encodeURIComponent(id)}${rest}`;

/** What is said to whom: drafts, and what is published of them. */
export function journeysApi(call: CallApi, text: (path: string, how: Call) => Promise<TaggedText>) {
  return {
    journeys: async () => (await call<{ journeys: JourneySummary[] }>('/v1/journeys', {})).journeys,
    /** The draft as YAML. */
    journey: (id: string) => text(pathOf(id), { headers: { accept: YAML } }),
    /** Saves a draft, if the one that is there is still the one with the tag; without a tag, if there is none. */
    saveJourney: async (id: string, source: string, etag: string | undefined): Promise<void> => {
      const headers = etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag };
      await call(pathOf(id), { method: 'PUT', body: source, contentType: YAML, headers });
    },
    publishJourney: (id: string) => call<{ version: number }>(pathOf(id, '/publish'), { method: 'POST' }),
    pauseJourney: (id: string) => call(pathOf(id, '/pause'), { method: 'POST' }),
    resumeJourney: (id: string) => call(pathOf(id, '/resume'), { method: 'POST' }),
    cancelVersion: (id: string, version: number) =>
      call(pathOf(id, `/versions/${version}/cancel`), { method: 'POST', body: {} }),
    journeyVersions: (id: string) => call<JourneyVersions>(pathOf(id, '/versions'), {}),
  };
}
