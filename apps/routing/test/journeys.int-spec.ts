import { parse } from 'yaml';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { escalation, names } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterEach(() => {
  world.delivery.status = undefined;
});
afterAll(() => world.close());

const YAML = 'application/yaml';

const yamlOf = (journey: string): string => `# What the designer wrote stays as it is.
journey: ${journey}
purpose: transactional            # decides law, lane and caps
topic: order-updates
start:
  on: com.shop.order.shipped
  when: event.data.total > 0
  once: { per: event.data.orderId, within: P7D }
exit:
  - { on: com.shop.order.cancelled, when: event.data.orderId == start.data.orderId }
expires: P2D
steps:
  - id: tell
    escalate:
      - { push: shipped-push, until: opened, within: PT15M }
      - { sms: shipped-sms, until: delivered, within: PT10M }
    then: { reached: done, exhausted: text }
  - { id: text, send: [ { sms: shipped-sms } ] }
  - { id: done, end: reached }
`;

describe('a draft', () => {
  it('in YAML comes back as it was written, and as JSON to who asks for that', async () => {
    const { journey } = names();
    const yaml = yamlOf(journey);
    expect(await world.call('PUT', `/v1/journeys/${journey}`, yaml, { type: YAML })).toMatchObject({
      status: 201,
      body: { journey, draft: true, warnings: [] },
    });
    expect(await world.call('PUT', `/v1/journeys/${journey}`, yaml, { type: YAML })).toMatchObject({
      status: 200,
    });
    expect((await world.call('GET', `/v1/journeys/${journey}`, undefined, { accept: YAML })).text).toBe(yaml);
    expect((await world.call('GET', `/v1/journeys/${journey}`)).body).toEqual(parse(yaml));
  });

  it('with what may not be meant is saved, and says so', async () => {
    const { journey } = names();
    const yaml = yamlOf(journey)
      .replace('transactional ', 'marketing ')
      .replace('topic: order-updates\n', '');
    const answer = await world.call('PUT', `/v1/journeys/${journey}`, yaml, { type: YAML });
    expect(answer).toMatchObject({
      status: 201,
      body: { warnings: [{ field: 'topic', message: expect.stringContaining('topic') as string }] },
    });
  });

  it('in JSON comes back as JSON, and as YAML to who asks for that', async () => {
    const draft = escalation(names());
    expect(await world.call('PUT', `/v1/journeys/${draft.journey}`, draft)).toMatchObject({ status: 201 });
    expect((await world.call('GET', `/v1/journeys/${draft.journey}`)).body).toEqual(draft);
    const answer = await world.call('GET', `/v1/journeys/${draft.journey}`, undefined, { accept: YAML });
    expect(answer.headers.get('content-type')).toContain(YAML);
    expect(parse(answer.text)).toEqual(draft);
  });

  const step = (more: object): object => ({ steps: [more, { id: 'end', end: 'over' }] });
  const tell = { id: 'a', send: [{ push: 'shipped-push' }] };
  it.each([
    ['a step that is not there', step({ ...tell, then: 'nowhere' }), 'steps[0].then'],
    ['a loop', { steps: [tell, { id: 'b', wait: { for: 'PT1S' }, then: 'a' }] }, 'steps[1].then'],
    [
      'a step that nothing leads to',
      {
        steps: [
          { id: 'a', end: 'x' },
          { id: 'b', end: 'y' },
        ],
      },
      'steps[1]',
    ],
    ['two steps of one id', { steps: [tell, { id: 'a', end: 'x' }] }, 'steps[1].id'],
    ['CEL that does not compile', { start: { on: 'x', when: 'event.data.total >' } }, 'start.when'],
    ['CEL over what there is not', { start: { on: 'x', when: 'evnt.data.total > 1' } }, 'start.when'],
    ['a condition that is no condition', { start: { on: 'x', when: '1 + 1' } }, 'start.when'],
    ['a duration that is none', { expires: 'tomorrow' }, 'expires'],
    [
      'a signal that its channel can not report',
      step({ id: 'a', escalate: [{ sms: 'shipped-sms', until: 'read', within: 'PT1M' }] }),
      'steps[0].escalate[0].until',
    ],
    [
      'two channels in one rung',
      step({ id: 'a', send: [{ sms: 'x-sms', push: 'x-push' }] }),
      'steps[0].send[0]',
    ],
    ['no steps', { steps: [] }, 'steps'],
    ['an unknown field', { color: 'red' }, 'journey'],
    ['an unknown purpose', { purpose: 'urgent' }, 'purpose'],
  ])('with %s is refused, with its path and a fix', async (_, more, field) => {
    const { journey, on } = names();
    const answer = await world.call('PUT', `/v1/journeys/${journey}`, escalation({ journey, on, more }));
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'JOURNEY_INVALID', field, detail: expect.any(String) },
    });
    expect(answer.body['problems']).toContainEqual(
      expect.objectContaining({ field, message: expect.any(String) }),
    );
    expect(await world.call('GET', `/v1/journeys/${journey}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['that is no YAML', 'journey: [', YAML, 422, 'JOURNEY_UNREADABLE'],
    ['that is no JSON', '{', 'application/json', 400, 'BODY_NOT_JSON'],
    ['that is a list', '[]', 'application/json', 422, 'JOURNEY_INVALID'],
    ['that is null', 'null', 'application/json', 422, 'JOURNEY_INVALID'],
    ['that is an empty text', '', YAML, 400, 'BODY_MISSING'],
    ['with NUL', 'journey: "a\0b"', YAML, 422, 'JOURNEY_INVALID'],
    ['of a type that is not understood', 'x', 'text/csv', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'that is an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]`,
      YAML,
      422,
      'JOURNEY_UNREADABLE',
    ],
  ])('%s is a problem', async (_, body, type, status, code) => {
    const { journey } = names();
    const answer = await world.call('PUT', `/v1/journeys/${journey}`, body, { type });
    expect(answer).toMatchObject({ status, body: { code, detail: expect.any(String) } });
  });

  it('with characters that are no text in a comment is a problem, never an error', async () => {
    const { journey } = names();
    const answer = await world.call('PUT', `/v1/journeys/${journey}`, `# \0\n${yamlOf(journey)}`, {
      type: YAML,
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'JOURNEY_UNREADABLE' } });
  });

  it('with an exit whose type is no text is refused', async () => {
    const draft = escalation({ ...names(), more: { exit: [{ on: 'a\u0000b' }] } });
    const answer = await world.call('PUT', `/v1/journeys/${draft.journey}`, draft);
    expect(answer).toMatchObject({ status: 422, body: { field: 'journey', fix: expect.any(String) } });
  });

  it('about another journey than its address is refused', async () => {
    const draft = escalation(names());
    const answer = await world.call('PUT', `/v1/journeys/${names().journey}`, draft);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'JOURNEY_OTHER_ID', field: 'journey', fix: expect.any(String) },
    });
  });

  it('is asked for under a name that is one', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/versions'],
      ['POST', '/publish'],
    ] as const) {
      const answer = await world.call(method, `/v1/journeys/no%20name${path}`);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID', field: 'id', fix: expect.any(String) },
      });
    }
  });
});

describe('a publication', () => {
  const put = (draft: { journey: string }): Promise<unknown> =>
    world.call('PUT', `/v1/journeys/${draft.journey}`, draft);
  const publish = (journey: string, at = 0): ReturnType<World['call']> =>
    world.call('POST', `/v1/journeys/${journey}/publish`, undefined, { at });

  it('makes versions, of which the list tells; the same text makes no new one', async () => {
    const about = names();
    for (const [within, version] of [
      ['PT1M', 1],
      ['PT1M', 1],
      ['PT2M', 2],
      ['PT1M', 3],
    ] as const)
      expect(await world.publish(escalation({ ...about, within }), version % 2)).toBe(version);
    const { body } = await world.call('GET', `/v1/journeys/${about.journey}/versions`);
    expect(body).toMatchObject({ published: 3, versions: [{ version: 3 }, { version: 2 }, { version: 1 }] });
    const draft = await world.call('GET', `/v1/journeys/${about.journey}`);
    expect(draft.headers.get('hermod-published-version')).toBe('3');
    const { journeys } = (await world.call('GET', '/v1/journeys')).body as { journeys: { id: string }[] };
    expect(journeys).toContainEqual(expect.objectContaining({ id: about.journey, publishedVersion: 3 }));
  });

  it('by many at once makes one version of one text', async () => {
    const draft = escalation(names());
    await put(draft);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => publish(draft.journey, n % 2)));
    expect(answers.map(({ status, body }) => [status, body['version']])).toEqual(answers.map(() => [200, 1]));
  });

  it('of changing drafts at once never fails', async () => {
    const about = names();
    await put(escalation(about));
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        await put(escalation({ ...about, within: `PT${n + 1}M` }));
        return publish(about.journey, n % 2);
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it.each([
    ['is missing', 'nowhere', /no template/],
    ['is for another channel', 'shipped-push', /is a template for push/],
  ])('whose template %s is refused with its path', async (_, template, message) => {
    const about = names();
    const steps = [{ id: 'a', send: [{ push: 'shipped-push' }, { sms: template }] }];
    await put(escalation({ ...about, more: { steps } }));
    const answer = await publish(about.journey);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'JOURNEY_TEMPLATE_MISSING',
        field: 'steps[0].send[1].sms',
        fix: expect.stringContaining(`PUT /v1/templates/${template}`),
      },
    });
    expect(answer.body['detail']).toMatch(message);
    expect(answer.body['problems']).toHaveLength(1);
  });

  it.each([500, 503, 401, 'hang up'] as const)(
    'while delivery says %s is told to try again later',
    async (status) => {
      const draft = escalation(names());
      await put(draft);
      world.delivery.status = status;
      expect(await publish(draft.journey)).toMatchObject({
        status: 503,
        body: { code: 'DELIVERY_UNAVAILABLE', fix: expect.any(String) },
      });
      expect((await world.call('GET', `/v1/journeys/${draft.journey}/versions`)).body).toMatchObject({
        published: null,
        versions: [],
      });
      world.delivery.status = undefined;
      expect(await publish(draft.journey)).toMatchObject({ status: 200, body: { version: 1 } });
    },
  );

  it('of what nobody drafted is not found', async () => {
    expect(await publish('nowhere')).toMatchObject({ status: 404, body: { code: 'JOURNEY_NOT_FOUND' } });
    expect(await world.call('GET', '/v1/journeys/nowhere/versions')).toMatchObject({ status: 404 });
  });
});
