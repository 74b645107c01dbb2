/** A process of the sample service that a test can kill. Its environment is a stage's, as in `stage.env('routing')`. */
import { LANES } from '@hermod/contracts';
import { Messaging } from '../src/messaging.ts';
import { HOLD, handlersOf, heardLog, note, openSampleStore } from './rig.ts';

const { DATABASE_URL, KAFKA_BROKERS, HERMOD_KAFKA_PREFIX, HERMOD_KAFKA_PARTITIONS } = process.env;

const messaging = new Messaging({
  service: 'routing',
  dataSource: await openSampleStore(DATABASE_URL!),
  brokers: KAFKA_BROKERS!.split(','),
  prefix: HERMOD_KAFKA_PREFIX!,
  partitions: Number(HERMOD_KAFKA_PARTITIONS),
  lanes: LANES,
  watch: [],
  log: heardLog(),
  onFatal: (error) => {
    throw error;
  },
});
await messaging.start(
  handlersOf(async (facts, unit) => {
    await note(facts, unit, 'process');
    // The test may hold this lock, and so the process in the middle of a unit.
    await unit.sql.query('sample.hold', `SELECT pg_advisory_xact_lock_shared(${HOLD})`, []);
  }),
);
process.stdout.write('joined\n');
