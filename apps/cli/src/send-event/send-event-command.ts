import { randomUUID } from 'node:crypto';
import type { EventsAccepted } from '@hermod/api';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { type Output, paint } from '../terminal/output.ts';
import { completed, type EventInput, readEvent } from './read-event.ts';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  type: TEXT,
  source: TEXT,
  subject: TEXT,
  recipient: TEXT,
  id: TEXT,
  time: TEXT,
  data: TEXT,
  urgent: FLAG,
  json: FLAG,
};

/** `hermod send-event`: as an upstream system would, over HTTP. */
export const sendEventCommand: Command = {
  usage: [
    'send-event FILE|- [--json]',
    'send-event --type TYPE --source SOURCE --subject RECIPIENT [--data JSON] [--json]',
  ],
  about: `Sends one domain event, a CloudEvent 1.0 as JSON, and tells its id and its trace once Kafka has it. Options replace what
the file says. An event without an id gets a new one each time, so sending it twice makes two events; with an id, the
second changes nothing.`,
  options: [
    ['--type TYPE', 'what happened, such as com.shop.order.shipped'],
    ['--source SOURCE', 'where, such as /shop; source and id together are the event'],
    ['--subject ID', 'whom it is about, unless --recipient says'],
    ['--recipient ID', 'whom it is about'],
    ['--id ID', 'default: a new one'],
    ['--time INSTANT', 'when, ISO 8601'],
    ['--data JSON', 'what else there is to say, such as \'{"orderId":"A-1"}\''],
    ['--urgent', 'on the urgent lane'],
    ['--json', 'the answer as one JSON document'],
  ],
  run: sendEvent,
};

async function sendEvent(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 1) throw new UsageError('one event at a time', 'name one file');
  const { json, ...options } = values;
  const event = completed(await readEvent(positionals[0], options, around), randomUUID);
  const accepted = await withGateway(around, (client) =>
    client.call('publishEvents', { body: JSON.stringify(event) }),
  );
  if (json === true) around.out.json(accepted);
  else tell(around.out, event, accepted);
  return EXIT.fine;
}

function tell(out: Output, event: EventInput, { ids, traceId }: EventsAccepted): void {
  const recipient = event['recipient'] ?? event['subject'];
  out.line(paint('green', 'accepted'), ': Kafka has it');
  out.line('  event   ', paint('bold', ids.join(', ')), ' from ', String(event['source']));
  out.line('  trace   ', traceId);
  if (typeof recipient === 'string') out.line(paint('dim', '  story   '), `hermod explain ${recipient}`);
}
