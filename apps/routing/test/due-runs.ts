import type { Run } from '@hermod/journey';
import type { World } from './world.ts';

/** The run as it is stored. */
export async function stateOf(world: World, run: string): Promise<Run> {
  const [row] = await world.query<{ state: Run }>('SELECT state FROM run WHERE id = $1', [run]);
  if (row === undefined) throw new Error(`there is no run ${run}`);
  return row.state;
}

/**
 * Moves one of a run's timers, by the beginning of its name, to so long before now by the database's clock, so that no test
 * has to wait for it. Nothing else may move the run meanwhile.
 */
export async function makeDue(world: World, run: string, timer: string, agoMs = 0): Promise<void> {
  const state = await stateOf(world, run);
  const name = Object.keys(state.timers).find((known) => known.startsWith(timer));
  if (name === undefined)
    throw new Error(`the run has no timer ${timer}: ${Object.keys(state.timers).join(', ')}`);
  const [clock] = await world.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const at = clock!.now.getTime() - agoMs;
  const moved = {
    ...state,
    timers: { ...state.timers, [name]: at },
    ...(name === 'expiry' ? { expiresAt: at } : {}),
  };
  await world.query('UPDATE run SET state = $2 WHERE id = $1', [run, JSON.stringify(moved)]);
  const dueAt = new Date(Math.min(...Object.values(moved.timers)));
  await world.query('UPDATE run_timer SET due_at = $2 WHERE run_id = $1', [run, dueAt]);
}
