const GROUPS = 10;

/**
 * A journey of fifty steps and an end: ten times a branch, a variable, a short wait, a message to several channels, and an
 * escalation. Nothing but its size is out of the ordinary.
 */
export function fiftySteps(): object {
  const groups = Array.from({ length: GROUPS }, (_, n) => group(n));
  return {
    journey: 'fifty-steps',
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: 'com.shop.order.shipped', when: 'event.data.total > 0' },
    exit: [{ on: 'com.shop.order.cancelled', when: 'event.data.orderId == start.data.orderId' }],
    expires: 'P7D',
    steps: [...groups.flat(), { id: 'done', end: 'reached' }],
  };
}

function group(n: number): object[] {
  const next = n + 1 === GROUPS ? 'done' : `pick-${n + 1}`;
  return [
    {
      id: `pick-${n}`,
      branch: [
        { when: `recipient.tier == "gold" && event.data.total > ${n * 10}`, then: `count-${n}` },
        { when: 'event.data.total > 1000', then: `count-${n}` },
      ],
      else: `count-${n}`,
    },
    { id: `count-${n}`, set: { [`score${n}`]: `event.data.total * 2 + ${n}` } },
    { id: `rest-${n}`, wait: { for: 'PT1M' } },
    { id: `tell-${n}`, send: [{ push: 'news-push' }, { email: 'news-mail' }] },
    {
      id: `remind-${n}`,
      escalate: [
        { push: 'news-push', until: 'opened', within: 'PT1M' },
        { sms: 'news-sms', until: 'delivered', within: 'PT1M' },
      ],
      then: { reached: next, exhausted: next },
    },
  ];
}
