import { defineConfig } from 'vitest/config';

const shared = {
  oxc: {
    decorator: { legacy: true, emitDecoratorMetadata: true },
    assumptions: { setPublicClassFields: true },
  },
  resolve: { conditions: ['@hermod/source'] },
  ssr: { resolve: { conditions: ['@hermod/source', 'node'] } },
};

/**
 * unit: pure, beside the code. int: real Kafka and PostgreSQL, each file on stages of its own.
 * e2e: the whole system as processes, one story a file.
 * Files share the process of their worker, and with it the code: to load that anew for each takes as long as the tests.
 * So a file leaves no timer, no stub and no listener behind.
 */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{libs,apps}/*/src/**/*.spec.ts', 'infra/src/**/*.spec.ts'],
          environment: 'node',
          isolate: false,
          maxWorkers: '100%',
          // Not how fast they are is asked, but whether they are right: beside other stages they wait for a processor.
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'int',
          include: ['{libs,apps}/*/test/**/*.int-spec.ts'],
          environment: 'node',
          globalSetup: ['libs/testing/src/global-setup.ts'],
          isolate: false,
          // They wait more than they work; more at once would make their waits say more of the machine than of the code.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.flow-spec.ts'],
          globalSetup: ['e2e/src/support/global-setup.ts'],
          environment: 'node',
          isolate: false,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
