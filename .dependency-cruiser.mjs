/** Who may import whom, as sentences. `npm test` holds the repository to them. */
const PURE = '^libs/(api|calendar|contracts|journey|consent-policy|channels)/';
const PLATFORM = '^libs/(?!(api|calendar|contracts|journey|consent-policy|channels)/)';
const TESTS = '\\.(spec|int-spec|flow-spec)\\.ts$|^(libs|apps)/[^/]+/test/';
const DATABASE_LIBRARIES = '^node_modules/(typeorm|pg|@nestjs/typeorm)/';

/** A rule: what is forbidden, in words, and its two sides. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid(
      'pure-stays-pure',
      'A pure library imports pure libraries only.',
      { path: PURE, pathNot: TESTS },
      { path: PLATFORM },
    ),
    forbid(
      'pure-does-no-io',
      'A pure library has no I/O and no framework; it also runs in the browser.',
      { path: PURE, pathNot: TESTS },
      { path: '^node_modules/(@nestjs|typeorm|pg|kafkajs|fastify|undici|pino|@opentelemetry)/' },
    ),
    forbid(
      'pure-needs-no-node',
      "A pure library uses none of Node's modules.",
      { path: PURE, pathNot: TESTS },
      { dependencyTypes: ['core'] },
    ),
    forbid('libraries-know-no-app', 'No library imports an app.', { path: '^libs/' }, { path: '^apps/' }),
    forbid(
      'nothing-imports-infra',
      'No library and no app imports infra.',
      { path: '^(libs|apps)/' },
      { path: '^infra/' },
    ),
    forbid(
      'apps-are-strangers',
      'No app imports an app.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'the-world-is-not-imported',
      'Nothing imports the simulator.',
      { pathNot: '^apps/simulator/' },
      { path: '^apps/simulator/' },
    ),
    forbid(
      'storage-and-outbound-call-no-use-case',
      'storage and outbound never call a use case, nor what comes before it.',
      { path: '^apps/[^/]+/src/(storage|outbound)/', pathNot: TESTS },
      { path: '^apps/[^/]+/src/(application|inbound)/' },
    ),
    forbid(
      'application-knows-no-door',
      'A use case does not know by which way it was called.',
      { path: '^apps/[^/]+/src/application/', pathNot: TESTS },
      { path: '^apps/[^/]+/src/inbound/' },
    ),
    forbid(
      'only-storage-knows-the-database',
      'Only storage knows TypeORM and SQL; main and module put it together.',
      { path: '^apps/[^/]+/src/(application|inbound|outbound)/', pathNot: TESTS },
      { path: DATABASE_LIBRARIES },
    ),
    forbid(
      'providers-are-strangers',
      'The folder of one provider does not import the folder of another; http and google are shared.',
      { path: '^libs/providers/src/([^/]+)/' },
      { path: '^libs/providers/src/[^/]+/', pathNot: '^libs/providers/src/($1|http|google)/' },
    ),
    forbid(
      'test-tools-stay-in-tests',
      'Only tests import @hermod/testing.',
      { path: '^(libs|apps)/', pathNot: [TESTS, '^libs/testing/'] },
      { path: '^libs/testing/' },
    ),
    forbid('no-cycles', 'No import leads back to where it started.', {}, { circular: true }),
    forbid('everything-is-found', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.hermod|\\.nx)/' },
    // Imports of types count too: a boundary that only types cross is still crossed.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['@hermod/source', 'types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
