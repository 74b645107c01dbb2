/** What stands behind the question mark of each list. */

export interface RunsSearch {
  readonly recipient?: string | undefined;
  readonly journey?: string | undefined;
  readonly status?: 'running' | 'ended' | undefined;
  readonly next?: string | undefined;
}

export interface MessagesSearch {
  readonly recipient?: string | undefined;
  readonly next?: string | undefined;
}

export interface DeadLettersSearch {
  readonly service?: string | undefined;
  readonly next?: string | undefined;
}

export interface ReviewsSearch {
  /** Those to be read when absent. */
  readonly status?: 'settled' | undefined;
  readonly recipient?: string | undefined;
  readonly next?: string | undefined;
}

export interface UnmatchedSearch {
  readonly next?: string | undefined;
}

export interface TemplateSearch {
  /** Of a template that is new. */
  readonly channel?: string | undefined;
}

type Given = Readonly<Record<string, unknown>>;

/** What narrows the list of runs; anything that isn't known is left out. */
export function runsSearch({ recipient, journey, status, next }: Given): RunsSearch {
  return {
    recipient: optionalText(recipient),
    journey: optionalText(journey),
    status: status === 'running' || status === 'ended' ? status : undefined,
    next: optionalText(next),
  };
}

export function messagesSearch({ recipient, next }: Given): MessagesSearch {
  return { recipient: optionalText(recipient), next: optionalText(next) };
}

export function deadLettersSearch({ service, next }: Given): DeadLettersSearch {
  return { service: optionalText(service), next: optionalText(next) };
}

export function reviewsSearch({ status, recipient, next }: Given): ReviewsSearch {
  return {
    status: status === 'settled' ? 'settled' : undefined,
    recipient: optionalText(recipient),
    next: optionalText(next),
  };
}

export function unmatchedSearch({ next }: Given): UnmatchedSearch {
  return { next: optionalText(next) };
}

export function templateSearch({ channel }: Given): TemplateSearch {
  return { channel: optionalText(channel) };
}

/** Text, or nothing. Numbers and booleans come parsed, and are text here all the same. */
function optionalText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
