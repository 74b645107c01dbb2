import { monitorEventLoopDelay } from 'node:perf_hooks';
import { METRICS } from './metrics-catalog.ts';
import { gaugeOf, observedCounterOf } from './metrics-defined.ts';

let isRegistered = false;

/** CPU time, memory and event-loop delay of this process, under the names that Prometheus clients use. */
export function registerProcessMetrics(): void {
  if (isRegistered) return;
  isRegistered = true;
  const delay = monitorEventLoopDelay({ resolution: 50 });
  delay.enable();
  observedCounterOf(METRICS.cpu, () => {
    const used = process.cpuUsage();
    return (used.user + used.system) / 1e6;
  });
  const alone = (value: number) => [{ labels: {}, value }];
  gaugeOf(METRICS.memory, () => alone(process.memoryUsage.rss()));
  gaugeOf(METRICS.startTime, () => alone(performance.timeOrigin / 1000));
  gaugeOf(METRICS.eventLoopDelay, () => {
    const p99 = delay.percentile(99) / 1e9;
    delay.reset();
    return alone(p99);
  });
}
