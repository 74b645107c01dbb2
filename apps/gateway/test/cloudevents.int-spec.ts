import { existsSync, readFileSync } from 'node:fs';
import { readDomainEvent } from '@hermod/contracts';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

/** Read from `../shared/vectors` beside the repository: cloudevents/conformance, commit 7a8ee0a (Apache-2.0); skipped without it. */
const FEATURE = new URL(
  '../../../../shared/vectors/cloudevents/http-protocol-binding.feature',
  import.meta.url,
);

interface Sample {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** The scenarios of the conformance suite, one for each of their examples: request, expected attributes and data. */
function conformanceSamples(): Sample[] {
  if (!existsSync(FEATURE)) return [];
  const [, ...scenarios] = readFileSync(FEATURE, 'utf8').split(/^ *Scenario(?: Outline)?: /m);
  return scenarios.flatMap((scenario) => {
    const [told = '', examples = ''] = scenario.split('Examples:');
    const [, ...contentTypes] = tableRows(examples).map(([cell = '']) => cell);
    return contentTypes.map((type) => sampleOf(told.replaceAll('<contentType>', type)));
  });
}

function sampleOf(told: string): Sample {
  const [request = '', data = ''] = [...told.matchAll(/"""\n([\s\S]*?)"""/g)].map(([, text = '']) => text);
  const [head = '', body = ''] = request.split(/\n *\n/);
  const [, ...lines] = head.trim().split('\n');
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
  });
  const [, ...attributes] = tableRows(told.split('attributes are:')[1] ?? '') as [string, string][];
  // `Host` and `Content-Length` are the client's own business.
  const sent = headers.filter(([name]) => name !== 'host' && name !== 'content-length');
  return {
    title: told.split('\n')[0] ?? '',
    headers: Object.fromEntries(sent),
    body,
    attributes: Object.fromEntries(attributes),
    data: JSON.parse(data),
  };
}

function tableRows(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.trim().startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Hermod sends to people, so each event names one, in the way of its content mode. */
function about(
  recipient: string,
  { headers, body }: Sample,
): { headers: Record<string, string>; body: string } {
  if (headers['ce-specversion'] !== undefined)
    return { headers: { ...headers, 'ce-subject': recipient }, body };
  const event = { ...(JSON.parse(body) as object), subject: recipient };
  return { headers: { ...headers }, body: JSON.stringify(event) };
}

describe.skipIf(!existsSync(FEATURE))('the conformance suite of CloudEvents for HTTP', () => {
  const samples = conformanceSamples();
  let stage: Stage;
  let tap: TopicTap;
  let gateway: RunningGateway;

  beforeAll(async () => {
    stage = await openStage();
    gateway = await startGateway(stage);
    tap = await tapTopic(stage, 'hermod.domain-events');
  });
  afterAll(async () => {
    await gateway.close();
    await tap.stop();
    await stage.close();
  });

  it('has its four samples', () => expect(samples).toHaveLength(4));

  it.each(samples.map((sample, at) => ({ ...sample, recipient: `sample-${at}` })))(
    '$title',
    async ({ recipient, ...sample }) => {
      const answer = await gateway.call('/v1/events', { method: 'POST', ...about(recipient, sample) });
      expect(answer.status).toBe(202);
      const [record] = await tap.until(1, ({ key }) => key === recipient);
      const read = readDomainEvent(Buffer.from(JSON.stringify(record!.value)), record!.headers);
      expect(read).toEqual({ ...sample.attributes, subject: recipient, data: sample.data });
    },
  );
});
