import { type ServiceDefinition, startService } from './start-service.ts';

/** The whole of a service's `main.ts`. Nest ends it on SIGTERM and SIGINT; a failure to start is one sentence. */
export function runMain(definition: ServiceDefinition): void {
  startService(definition).catch((error: unknown) => {
    process.stderr.write(
      `${definition.service} did not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  });
}
