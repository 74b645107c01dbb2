import { playPair, topicPairs, WAYS } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAnErasure } from './erasure-scenes.ts';
import { pairScenes, type Scene } from './pair-scenes.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  const limits = { timeoutMs: 20_000, windowSize: 1 };
  world = await openWorld({ providers: accountsAt(provider.url, limits), partitions: 1 });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

const scenes = (): Record<string, readonly Scene[]> => ({
  ...pairScenes(world, provider),
  ...withAnErasure({ world, provider }),
});

it('every pair of Kafka topics that delivery reads has its scenes', () => {
  expect(Object.keys(scenes()).toSorted()).toEqual(topicPairs('delivery').toSorted());
});

describe.each(topicPairs('delivery'))('%s', (name) => {
  it('lead to the same end in either order, and when they are read together', async () => {
    for (const scene of scenes()[name]!) {
      const ends: unknown[] = [];
      for (const way of WAYS)
        ends.push(await playPair({ stage: world.stage, store: 'delivery' }, scene, way));
      for (const [n, way] of WAYS.entries()) expect(ends[n], `${scene.what}, ${way}`).toEqual(ends[0]);
    }
  });
});
