/** What a new journey begins with: something that is right already, to be changed. */
export const firstDraft = (journey: string): string => `journey: ${journey}
purpose: transactional # critical, transactional or marketing
topic: order-updates
start:
  on: com.shop.order.shipped
steps:
  - id: tell
    escalate:
      - { push: shipped-push, until: opened, within: PT15M }
      - { sms: shipped-sms, until: delivered, within: PT10M }
    then: { reached: done, exhausted: missed }
  - { id: done, end: reached }
  - { id: missed, end: exhausted }
`;
