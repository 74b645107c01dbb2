import type { Message, TimelineEntry } from '../../api/types.ts';
import { useMessagesById } from '../../api/queries.ts';
import { Instant } from '../../shared/instant.tsx';
import { PlainText } from '../../shared/plain-text.tsx';
import { TraceLink } from '../../shared/trace-link.tsx';
import { texts } from '../../texts.ts';
import { MessageLook } from '../messages/message-look.tsx';
import { type ToldEntry, tellEntry } from './tell-entry.ts';
import classes from './run-timeline.module.css';

interface RunTimelineProps {
  readonly timeline: readonly TimelineEntry[];
}

/** What happened in a run, line by line: each with its why, and each message as it looked when it was handed over. */
export function RunTimeline({ timeline }: RunTimelineProps) {
  const ids = [...new Set(timeline.flatMap(({ message }) => (message === undefined ? [] : [message])))];
  const messages = useMessagesById(ids);
  return (
    <ol className={classes['timeline']}>
      {keyed(timeline).map(({ key, entry, isFirstOfMessage }) => (
        <Entry
          key={key}
          entry={entry}
          message={entry.message === undefined ? undefined : messages.get(entry.message)}
          hasLook={isFirstOfMessage}
        />
      ))}
    </ol>
  );
}

interface EntryProps {
  readonly entry: TimelineEntry;
  readonly message: Message | undefined;
  readonly hasLook: boolean;
}

function Entry({ entry, message, hasLook }: EntryProps) {
  const told = tellEntry(entry, message?.channel);
  return (
    <li className={classes['entry']} data-tone={told.tone}>
      <div className={classes['head']}>
        <strong>
          <PlainText text={told.title} most={200} />
        </strong>
        <span className={classes['when']}>
          <Instant at={entry.at} isClock />
        </span>
      </div>
      <div className={classes['why']}>
        <PlainText text={told.because} most={400} />
      </div>
      <div className={classes['values']}>
        <Values values={told.values} />
        {entry.step !== undefined && <span>{texts.timeline.step(entry.step)}</span>}
        <TraceLink traceId={entry.traceId} />
      </div>
      {hasLook && message !== undefined && <MessageLook message={message} hasLink />}
    </li>
  );
}

function Values({ values }: Pick<ToldEntry, 'values'>) {
  if (values.length === 0) return null;
  return (
    <dl>
      {values.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>{' '}
          <dd>
            <PlainText text={value} most={200} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface KeyedEntry {
  readonly key: string;
  readonly entry: TimelineEntry;
  /** The message is shown where it turns up first. */
  readonly isFirstOfMessage: boolean;
}

/** A line's place is its name: a timeline only grows at its end. */
function keyed(timeline: readonly TimelineEntry[]): KeyedEntry[] {
  const seen = new Set<string>();
  return timeline.map((entry, place) => {
    const isFirstOfMessage = entry.message !== undefined && !seen.has(entry.message);
    if (entry.message !== undefined) seen.add(entry.message);
    return { key: String(place), entry, isFirstOfMessage };
  });
}
