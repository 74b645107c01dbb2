import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hermod } from './support/command-line.ts';
import { call, ended, enter, fresh, messagesOn, must, publish, system } from './support/hermod.ts';

/** Whatever a terminal would obey. */
const OBEYED = /[^\P{Cc}\n]|[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an event', () => {
  const name = fresh('cli-event');
  const type = `com.shop.${name}`;
  beforeAll(() =>
    publish(name, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: type },
      steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
    }),
  );

  it('is sent by options, and its story is told for run, message and recipient', async () => {
    const kim = await enter();
    const data = JSON.stringify({ orderId: 'A-1' });
    const args = ['--type', type, '--source', '/cli', '--subject', kim.id, '--data', data];
    const sent = await hermod(['send-event', ...args]);
    expect(sent).toMatchObject({ code: 0, err: '' });
    expect(sent.out).toMatch(
      /^accepted: Kafka has it\n {2}event {3}\S+ from \/cli\n {2}trace {3}[0-9a-f]{32}\n/,
    );
    const run = await ended(kim);
    const told = await hermod(['explain', run.id]);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain(`An event ${type} came, and the run began`);
    expect(told.out).toContain('The SMS was handed over to twilio; allowed, because they agreed');
    expect(told.out).toContain('The run ended as sent');
    expect(told.out).toContain('“Hi Kim, order A-1”');
    const message = run.timeline.find((line) => line.message !== undefined)!.message!;
    expect((await hermod(['explain', message])).out).toMatch(
      /It may be sent, because they agreed[^]*twilio took it as SM/i,
    );
    const person = await hermod(['explain', kim.id]);
    expect(person.out).toContain(run.id);
    expect(person.out).not.toContain(kim.number);
    expect(JSON.parse((await hermod(['explain', run.id, '--json'])).out)).toMatchObject({
      kind: 'run',
      run: { id: run.id },
    });
  });

  it('is read from the standard input, and counts once under its id', async () => {
    const kim = await enter();
    const event = { id: fresh('e'), source: '/cli', type, subject: kim.id, data: { orderId: 'B-1' } };
    for (let n = 0; n < 2; n += 1) {
      const sent = await hermod(['send-event', '-', '--json'], { input: JSON.stringify(event) });
      expect(sent.code).toBe(0);
      expect(JSON.parse(sent.out)).toMatchObject({ accepted: 1, ids: [event.id] });
    }
    await ended(kim);
    expect(await messagesOn(kim)).toHaveLength(1);
  });

  it('shows no hostile text to a terminal', async () => {
    const kim = await enter('order-updates', { firstName: '\u001b]0;mine\u0007\u202eKim' });
    const event = { source: '/\u001b[31mcli', type, subject: kim.id, data: { orderId: '\u009b2J\u001b[2J' } };
    const sent = await hermod(['send-event', '-'], { input: JSON.stringify(event) });
    const run = await ended(kim);
    const message = run.timeline.find((line) => line.message !== undefined)!.message!;
    const told = await Promise.all(
      [
        ['explain', run.id],
        ['explain', message],
        ['explain', message, '--json'],
      ].map((args) => hermod(args)),
    );
    for (const { out, err, code } of [sent, ...told]) {
      expect(code).toBe(0);
      expect(out + err).not.toMatch(OBEYED);
    }
    expect(told[1]!.out).toContain(String.raw`\u001b]0;mine`);
  });

  it('is refused with the field and the fix, or not read at all', async () => {
    const refused = await hermod([
      'send-event',
      '--type',
      type,
      '--source',
      '/cli',
      '--subject',
      '+46701234567',
    ]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/recipient id/);
    expect(await hermod(['send-event', '-'], { input: 'no json' })).toMatchObject({ code: 1, out: '' });
    expect(await hermod(['send-event', join(folder, 'none.json')])).toMatchObject({ code: 1, out: '' });
    expect(await hermod(['send-event', '--type', type])).toMatchObject({ code: 2, out: '' });
  });
});

describe('a folder of journeys and templates', () => {
  const name = fresh('cli-sync');
  const journey = (within: string): string =>
    `# kept as it is written\njourney: ${name}\npurpose: transactional\nstart: { on: com.shop.${name} }\nsteps:\n  - id: tell\n    escalate: [ { sms: ${name}, until: delivered, within: ${within} } ]\n`;
  const file = (...path: string[]): string => join(folder, 'project', ...path);

  beforeAll(() => {
    for (const kind of ['journeys', 'templates']) mkdirSync(file(kind), { recursive: true });
    writeFileSync(
      file('templates', `${name}.json`),
      JSON.stringify({ channel: 'sms', content: { text: 'hello' } }),
    );
    writeFileSync(file('journeys', 'tell.yaml'), journey('PT5M'));
  });

  it('is checked, pushed, published, and then the same', async () => {
    const cwd = file();
    expect(await hermod(['validate', '.'], { cwd })).toMatchObject({ code: 0, err: '' });
    const before = await hermod(['diff'], { cwd });
    expect(before.code).toBe(1);
    expect(before.out).toContain(`journey ${name}: only here`);
    const pushed = await hermod(['push', '--publish'], { cwd });
    expect(pushed).toMatchObject({ code: 0, err: '' });
    expect(pushed.out).toContain(`new     template ${name}\n`);
    expect(pushed.out).toContain(`new     journey ${name}, published as version 1\n`);
    expect((await hermod(['push', '--publish'], { cwd })).out).toContain(
      `kept    journey ${name}, published as version 1`,
    );
    const { out } = await hermod(['diff', '--json'], { cwd });
    const { documents } = JSON.parse(out) as { documents: { id: string; state: string }[] };
    expect(documents.filter(({ id }) => id === name).map(({ state }) => state)).toEqual(['same', 'same']);
  });

  it('shows what was changed elsewhere, and takes it over when told to', async () => {
    const cwd = file();
    await must('PUT', `/v1/journeys/${name}`, journey('PT7M'), { 'content-type': 'application/yaml' });
    const { code, out } = await hermod(['diff'], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/^-.*PT7M.*\n\+.*PT5M/m);
    const kept = await hermod(['pull'], { cwd });
    expect(kept.code).toBe(1);
    expect(readFileSync(file('journeys', 'tell.yaml'), 'utf8')).toBe(journey('PT5M'));
    expect((await hermod(['pull', '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(file('journeys', 'tell.yaml'), 'utf8')).toBe(journey('PT7M'));
  });

  it('is not pushed with a mistake, which is told with its place', async () => {
    const cwd = file();
    writeFileSync(file('journeys', 'tell.yaml'), journey('PT9M').replace('delivered', 'read'));
    const checked = await hermod(['validate', 'journeys/tell.yaml'], { cwd });
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(
      /^journeys\/tell\.yaml:7:\d+ {2}steps\[0\]\.escalate\[0\]\.until {2}sms can never report `read`/,
    );
    expect(await hermod(['push'], { cwd })).toMatchObject({ code: 1, out: '' });
    const { body } = await call('GET', `/v1/journeys/${name}`);
    expect(JSON.stringify(body)).toContain('PT7M');
  });

  it('is told where Hermod refuses a journey whose template is missing', async () => {
    const cwd = file();
    writeFileSync(
      file('journeys', 'tell.yaml'),
      journey('PT9M').replace(`sms: ${name}`, `sms: ${name}-gone`),
    );
    const pushed = await hermod(['push', '--publish'], { cwd });
    expect(pushed.code).toBe(1);
    expect(pushed.out).toContain(`refused journey ${name}\n    there is no template \`${name}-gone\``);
  });
});

describe('verify-ledger', () => {
  it('finds the ledger of a running system as it was written', async () => {
    const { code, out } = await hermod(['verify-ledger', '--json']);
    const { ok, entries, findings } = JSON.parse(out) as {
      ok: boolean;
      entries: number;
      findings: unknown[];
    };
    expect({ code, ok, findings }).toEqual({ code: 0, ok: true, findings: [] });
    expect(entries).toBeGreaterThan(0);
  });

  it('says which root is not the one that was kept', async () => {
    const root = `2026-01-01=${'0'.repeat(64)}`;
    const { code, out } = await hermod(['verify-ledger', '--root', root]);
    expect(code).toBe(1);
    expect(out).toContain('removed      2026-01-01: you hold its root');
    expect(await hermod(['verify-ledger', '--root', 'yesterday=1'])).toMatchObject({ code: 2 });
  });
});

describe('doctor', () => {
  it('finds a running system as it should be', async () => {
    const { out } = await hermod(['doctor', '--json']);
    const { areas } = JSON.parse(out) as {
      areas: { name: string; findings: { state: string; what: string }[] }[];
    };
    // Other stories leave dead letters and unknown outcomes behind.
    const wrong = areas
      .filter(({ name }) => name !== 'Invariants')
      .flatMap(({ findings }) => findings.filter(({ state }) => state === 'finding'));
    expect(wrong).toEqual([]);
    const told = areas.flatMap(({ findings }) => findings.map(({ what }) => what)).join('\n');
    expect(told).toMatch(/the broker \S+ answers: Kafka 4\.\d/);
    expect(told).toContain('Kafka topics are as in the flow, 6 partitions each');
    expect(told).toContain('the schema routing is up to date');
    expect(told).toContain('this role may not look into the schema consent');
    expect(told).toMatch(/the clock of the broker is \d+ ms/);
    expect(told).toMatch(/hermod\.delivery\.urgent has/);
    for (const url of Object.values(system.databaseUrls)) expect(out).not.toContain(new URL(url).password);
  });

  it('names what is wrong, and goes on with the rest', async () => {
    const env = {
      HERMOD_URL: 'http://127.0.0.1:1',
      KAFKA_BROKERS: '127.0.0.1:1',
      DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none',
      HERMOD_PROVIDERS: join(folder, 'none.yaml'),
    };
    const { code, out, err } = await hermod(['doctor'], { env });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('nobody answers at http://127.0.0.1:1');
    expect(out).toContain("the broker 127.0.0.1:1 can't be reached");
    expect(out).toContain("the database can't be used");
    expect(out).toContain("can't be read");
    expect(out).not.toContain('secret');
    expect(out).toMatch(/4 findings/);
  });

  it('finds Kafka topics that are missing, or have other partitions', async () => {
    const [missing, partitions] = await Promise.all([
      hermod(['doctor'], { env: { HERMOD_KAFKA_PREFIX: 'other.' } }),
      hermod(['doctor'], { env: { HERMOD_KAFKA_PARTITIONS: '7' } }),
    ]);
    expect(missing.out).toContain('Kafka topics are missing: other.hermod.domain-events');
    expect(partitions.out).toContain('hermod.domain-events has 6 partitions instead of 7');
    expect([missing.code, partitions.code]).toEqual([1, 1]);
  });
});

describe('hermod', () => {
  it('says who does not answer, and whose key is wrong', async () => {
    const away = await hermod(['explain', 'ada'], { env: { HERMOD_URL: 'http://127.0.0.1:1' } });
    expect(away).toMatchObject({ code: 1, out: '' });
    expect(away.err).toContain('nobody answers at http://127.0.0.1:1');
    const wrong = await hermod(['explain', 'ada'], { env: { HERMOD_API_KEY: 'wrong' } });
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('correct HERMOD_API_KEY');
    const none = await hermod(['explain', 'ada'], { env: { HERMOD_API_KEY: '' }, cwd: folder });
    expect(none.err).toContain('set HERMOD_API_KEY');
    for (const { err } of [away, wrong, none]) expect(err).not.toMatch(/\n\s+at /);
  });

  it('takes the key of a local Hermod from the working folder', async () => {
    mkdirSync(join(folder, '.hermod'), { recursive: true });
    writeFileSync(join(folder, '.hermod', 'api-key'), `${system.apiKey}\n`);
    const told = await hermod(['explain', fresh('nobody')], { env: { HERMOD_API_KEY: '' }, cwd: folder });
    expect(told.err).toMatch(/^hermod: nobody knows nobody-/);
  });

  it('refuses to be called otherwise than it says', async () => {
    for (const args of [[], ['explain', 'a', '--limit', '0'], ['pull', 'a', 'b']])
      expect(await hermod(args)).toMatchObject({ code: 2, out: '' });
    expect(await hermod(['help'])).toMatchObject({ code: 0, err: '' });
  });

  it('ends at once on Ctrl-C, with 130', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const asked = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    const env = { HERMOD_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` };
    const end = await hermod(['explain', 'ada'], {
      env,
      started: (child) => void asked.then(() => child.kill('SIGINT')),
    });
    expect(end).toMatchObject({ code: 130, out: '', err: '' });
    silent.close();
  });
});
