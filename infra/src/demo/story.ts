import { runId } from '@hermod/contracts';
import { callHttp } from '../system/http-json.ts';
import { JOURNEY, PHONE, RECIPIENT, RUNGS, type Door, type FiredEvent } from './demo.ts';
import { newsOf, type News, type PhoneMessage, type TimelineEntry } from './phrases.ts';

/** Where the API and the phones are. */
export interface Stage extends Door {
  readonly simulatorUrl: string;
}

export interface Telling {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Run {
  readonly status: string;
  readonly outcome?: string | null;
  readonly timeline: readonly TimelineEntry[];
}

const TELL_FOR_MS = 120_000;

/**
 * Prints what happens to the event, line by line as it happens, until its run has ended and everything that
 * was sent has arrived on the phone. Gives up after two minutes with a line that says so.
 */
export async function tellStory(stage: Stage, event: FiredEvent, { say, signal }: Telling): Promise<void> {
  const run = runId(JOURNEY, event.source, event.id, RECIPIENT);
  const line = (at: Date, text: string): void => say(`  ${clock(at)}  ${text}`);
  say(`\n  The story of order ${event.orderId} (trace ${event.traceId}, run ${run})`);
  line(event.sentAt, 'event accepted');
  const told = new Set<string>();
  const deadline = Date.now() + TELL_FOR_MS;
  while (!signal.aborted) {
    const now = await lookAt(stage, run, event.orderId);
    for (const { key, at, text } of now.news) {
      if (told.has(key)) continue;
      told.add(key);
      line(at, text);
    }
    if (now.isOver) return;
    if (Date.now() > deadline) return line(new Date(), `the run has not ended yet; see GET /v1/runs/${run}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Everything there is to tell by now. */
async function lookAt(
  stage: Stage,
  run: string,
  orderId: string,
): Promise<{ news: News[]; isOver: boolean }> {
  const [found, phone] = await Promise.all([runOf(stage, run), phoneMessages(stage)]);
  const arrived = phone.filter(({ text }) => text.includes(orderId));
  return { news: newsOf(found?.timeline ?? [], arrived, RUNGS), isOver: found?.status === 'ended' };
}

async function runOf(stage: Stage, run: string): Promise<Run | undefined> {
  const headers = { authorization: `Bearer ${stage.apiKey}` };
  const answer = await callHttp(`${stage.gatewayUrl}/v1/runs/${run}`, { headers });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200)
    throw new Error(`GET /v1/runs/${run} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Run;
}

async function phoneMessages(stage: Stage): Promise<readonly PhoneMessage[]> {
  const answer = await callHttp(`${stage.simulatorUrl}/phones/${encodeURIComponent(PHONE)}/messages`);
  if (answer.status !== 200)
    throw new Error(`the simulator answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return (answer.body as { messages: PhoneMessage[] }).messages;
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 23);
}
