import { demoEvent, freshOrder } from './demo-event.ts';

/** The event that the form begins with. */
export function firstEvent(): Record<string, unknown> {
  return demoEvent(freshOrder(), new Date().toISOString());
}

/** An event as people edit it. */
export function formatted(event: unknown): string {
  return JSON.stringify(event, null, 2);
}
