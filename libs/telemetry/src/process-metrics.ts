import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gauge, observedCounter } from './metrics.ts';

let isRegistered = false;

/** CPU time, memory and event-loop delay of this process, under the names that Prometheus clients use. */
export function registerProcessMetrics(): void {
  if (isRegistered) return;
  isRegistered = true;
  const delay = monitorEventLoopDelay({ resolution: 50 });
  delay.enable();
  observedCounter(
    'process_cpu_seconds_total',
    'CPU time of this process, user and system, in seconds',
    () => {
      const used = process.cpuUsage();
      return (used.user + used.system) / 1e6;
    },
  );
  gauge('process_resident_memory_bytes', 'Resident memory of this process in bytes', () =>
    process.memoryUsage.rss(),
  );
  gauge(
    'process_start_time_seconds',
    'Start of this process, seconds since 1970',
    () => performance.timeOrigin / 1000,
  );
  gauge(
    'nodejs_eventloop_delay_p99_seconds',
    'Event-loop delay, 99th percentile since the last reading',
    () => {
      const p99 = delay.percentile(99) / 1e9;
      delay.reset();
      return p99;
    },
  );
}
