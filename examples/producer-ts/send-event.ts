/** Writes one event straight to Kafka, structured: `node send-event.ts [recipient] [parcel]`. */
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const [recipient = 'bo', parcelId = `P-${Date.now()}`] = process.argv.slice(2);
const brokers = (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(',');

const kafka = new Kafka({ clientId: 'post', brokers, logLevel: logLevel.WARN });
const producer = kafka.producer({
  // murmur2 of the key, as Java's: all of a recipient's events share a partition, so they stay in order.
  createPartitioner: Partitioners.DefaultPartitioner,
});

const event = {
  specversion: '1.0',
  source: '/post', // `source` and `id` together are the event: sent twice, it counts once
  id: `${parcelId}-arrived`,
  type: 'com.post.parcel.arrived',
  subject: recipient,
  time: new Date().toISOString(),
  data: { parcelId, place: 'Kiosk 7', weightKg: 2 },
};
const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

await producer.connect();
const [written] = await producer.send({
  topic: 'hermod.domain-events',
  messages: [{ key: recipient, value: JSON.stringify(event), headers }],
});
await producer.disconnect();
process.stdout.write(`${event.id} for ${recipient} is on partition ${written?.partition}\n`);
