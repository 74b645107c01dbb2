import { type PairScene, playPair, topicPairs, WAYS } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasureScenes } from './erasure-scenes.ts';
import { pairScenes } from './pair-scenes.ts';
import { type PairRuns, publishPairJourneys, type Standing } from './pair-runs.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let runs: PairRuns;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
  runs = await publishPairJourneys(world);
});
afterAll(() => world.close());

it('every pair of Kafka topics that routing reads has its scenes', () => {
  const scenes = pairScenes(world, runs);
  expect(Object.keys(scenes).toSorted()).toEqual(topicPairs('routing').toSorted());
  expect(Object.values(scenes).every((own) => own.length > 0)).toBe(true);
});

describe.each(topicPairs('routing'))('%s', (pair) => {
  it('lead to the same end in either order, and when they are read together', async () => {
    for (const scene of pairScenes(world, runs)[pair]!) await playEveryWay(scene);
    for (const scene of erasureScenes(world, runs)[pair] ?? []) await playEveryWay(scene);
  });
});

async function playEveryWay(scene: PairScene<Standing>): Promise<void> {
  const ends: unknown[] = [];
  for (const way of WAYS) ends.push(await playPair({ stage: world.stage, store: 'routing' }, scene, way));
  for (const [n, way] of WAYS.entries()) expect(ends[n], `${scene.what}, ${way}`).toEqual(ends[0]);
}
