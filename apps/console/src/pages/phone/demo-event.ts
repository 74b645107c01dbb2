/** The event of the demo, as a shop would send it. */
export const DEMO_RECIPIENT = 'ada';
const DEMO_TYPE = 'com.shop.order.shipped';

/** The demo's event about a fresh order. @param order what makes it differ from every other one. @param time ISO 8601. */
export function demoEvent(order: string, time: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `shipped-${order}`,
    source: '/shop',
    type: DEMO_TYPE,
    subject: DEMO_RECIPIENT,
    time,
    data: { orderId: order, total: 129 },
  };
}

/**
 * The same event once more, as a new one: with an id of its own, the time of now, and a new order where it names one.
 * A repeat with the old id would change nothing.
 */
export function anew(
  event: Readonly<Record<string, unknown>>,
  order: string,
  time: string,
): Record<string, unknown> {
  const { data } = event;
  const hasOrder = typeof data === 'object' && data !== null && 'orderId' in data;
  return {
    ...event,
    id: `${String(event['type']).split('.').at(-1) ?? 'event'}-${order}`,
    ...('time' in event ? { time } : {}),
    ...(hasOrder ? { data: { ...data, orderId: order } } : {}),
  };
}

/** A name for an order that nobody has used. */
export function freshOrder(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(3));
  return `O-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
