import type { Call, CallApi, TaggedText } from './request.ts';
import type * as Api from './types.ts';

const PAGE_SIZE = 25;
/** The most that the API gives at once. */
const LARGEST_PAGE = 200;
/** Of a longer ledger the newest entries are shown. */
const MOST_LEDGER_PAGES = 5;
/** An export gathers from every service. */
const EXPORT_DEADLINE_MS = 120_000;

/** What a list of reviews is narrowed by. */
export interface ReviewFilter {
  readonly status?: 'open' | 'settled' | undefined;
  readonly recipient?: string | undefined;
  readonly next?: string | undefined;
}

const pathOf = (recipient: string, rest = ''): string =>
  `/v1/recipients/${encodeURIComponent(recipient)}${rest}`;

/** Recipients, what they said, what was decided by it, and their rights. */
export function consentApi(call: CallApi, text: (path: string, how: Call) => Promise<TaggedText>) {
  return {
    ...ledgerApi(call),
    ...decisionsApi(call),
    ...rightsApi(call, text),
    ...reviewsApi(call),
    policy: () => call<Api.Policy>('/v1/policy', {}),
    savePolicy: (policy: unknown) => call<Api.Policy>('/v1/policy', { method: 'PUT', body: policy }),
  };
}

function ledgerApi(call: CallApi) {
  const page = (recipient: string, next: string | undefined) =>
    call<{ consents: Api.Consent[]; next?: string }>(pathOf(recipient, '/consents'), {
      query: { limit: LARGEST_PAGE, next },
    });
  return {
    recipient: (recipient: string) => call<Api.Recipient>(pathOf(recipient), {}),
    /** Lets a contact point be used again. @param reason why it works again; it is kept. */
    restoreContactPoint: (recipient: string, contactPoint: string, reason: string) =>
      call<Api.Recipient>(pathOf(recipient, `/contact-points/${encodeURIComponent(contactPoint)}/restore`), {
        method: 'POST',
        body: { reason },
      }),
    /** The ledger from its newest entry on. */
    ledger: async (recipient: string): Promise<Api.Ledger> => {
      const entries: Api.Consent[] = [];
      let next: string | undefined;
      for (let n = 0; n < MOST_LEDGER_PAGES; n += 1) {
        const found = await page(recipient, next);
        entries.push(...found.consents);
        next = found.next;
        if (next === undefined) break;
      }
      return { entries, isWhole: next === undefined };
    },
    /** @param key names this very recording: sent twice, it is recorded once. */
    recordConsent: (recipient: string, consent: unknown, key: string) =>
      call<Api.Consent>(pathOf(recipient, '/consents'), {
        method: 'POST',
        body: consent,
        headers: { 'idempotency-key': key },
      }),
  };
}

function decisionsApi(call: CallApi) {
  return {
    decisions: async (recipient: string, next?: string): Promise<Api.Page<Api.Decision>> => {
      const query = { next, limit: PAGE_SIZE };
      const page = await call<{ decisions: Api.Decision[]; next?: string }>(pathOf(recipient, '/decisions'), {
        query,
      });
      return { items: page.decisions, next: page.next };
    },
    previewDecision: (question: Api.DecisionPreviewInput) =>
      call<Api.DecisionPreview>('/v1/decisions/preview', { method: 'POST', body: question }),
  };
}

function rightsApi(call: CallApi, text: (path: string, how: Call) => Promise<TaggedText>) {
  return {
    preferenceLink: (recipient: string) =>
      call<Api.PreferenceLink>(pathOf(recipient, '/preference-link'), { method: 'POST', body: {} }),
    /** Everything that is kept of somebody, as JSON. */
    exportRecipient: async (recipient: string, reason: string): Promise<string> =>
      (await text(pathOf(recipient, '/export'), { query: { reason }, deadlineMs: EXPORT_DEADLINE_MS })).text,
    eraseRecipient: (recipient: string, reason: string) =>
      call(pathOf(recipient), { method: 'DELETE', query: { reason } }),
    erasure: (recipient: string) => call<Api.Erasure>(pathOf(recipient, '/erasure'), {}),
  };
}

function reviewsApi(call: CallApi) {
  const list = (query: NonNullable<Call['query']>) =>
    call<{ reviews: Api.Review[]; next?: string }>('/v1/reviews', { query });
  return {
    reviews: async ({ status, recipient, next }: ReviewFilter): Promise<Api.Page<Api.Review>> => {
      const page = await list({ status, recipient, next, limit: PAGE_SIZE });
      return { items: page.reviews, next: page.next };
    },
    /** How many texts wait for somebody to read them; with a plus behind it where there are more than are counted. */
    openReviews: async (): Promise<string> => {
      const { reviews, next } = await list({ status: 'open', limit: LARGEST_PAGE });
      return `${reviews.length}${next === undefined ? '' : '+'}`;
    },
    settleReview: (review: string, verdict: Api.ReviewVerdict) =>
      call<Api.Review>(`/v1/reviews/${encodeURIComponent(review)}/settle`, { method: 'POST', body: verdict }),
  };
}
