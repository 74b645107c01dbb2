/** What campaigns of the races tell. Faster than its provider takes it, so that most of it waits in the queue. */
export const CAMPAIGN_JOURNEY = {
  journey: 'announcement',
  document: {
    journey: 'announcement',
    purpose: 'transactional',
    topic: 'orders',
    start: { audience: { pace: 1_000 } },
    expires: 'PT30M',
    steps: [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      { id: 'done', end: 'told' },
      { id: 'missed', end: 'missed' },
    ],
  },
} as const;
