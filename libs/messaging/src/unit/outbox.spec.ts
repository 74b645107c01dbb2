import type { DataSource } from 'typeorm';
import { expect, it } from 'vitest';
import type { BatchSink, Log } from '../ports.ts';
import { Outbox } from './outbox.ts';

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
it('deletes in the end what Kafka acknowledged while other rows were being deleted', async () => {
  const kafka = Promise.withResolvers<void>();
  const answers = [Promise.resolve(), kafka.promise];
  const sink: BatchSink = {
    ready: () => Promise.resolve(),
    publish: () => answers.shift()!,
    close: () => Promise.resolve(),
  };
  const deleted: string[][] = [];
  let whileDeleting = (): Promise<void> => Promise.resolve();
  const query = async (_text: string, [ids]: [string[]]): Promise<void> => {
    deleted.push([...ids]);
    await whileDeleting();
  };
  const outbox = new Outbox({ query } as unknown as DataSource, sink, quiet, new Set());
  await outbox.send({ id: 'first', records: [], deleted: [] });
  const second = outbox.send({ id: 'second', records: [], deleted: [] });
  whileDeleting = () => (kafka.resolve(), second);
  await outbox.tidy();
  await outbox.tidy();
  expect(deleted).toEqual([['first'], ['second']]);
});
