import type { KnownThings } from './known-things.ts';

/**
 * The program's configuration: what is a mistake, and ids of things that exist.
 * What is too long is refused with 413, which the program does not count as a refusal by itself.
 * @param known undefined: ids are drawn like everything else
 */
export function configurationFor(apiKey: string, known: KnownThings | undefined): string {
  const refused = '["400", "401", "403", "404", "406", "409", "410", "412", "413", "415", "422", "429"]';
  const lines = [
    '[headers]',
    `Authorization = "Bearer ${apiKey}"`,
    '[checks]',
    `negative_data_rejection.expected-statuses = ${refused}`,
    // Meaning is more than shape: a cursor of another list fits the schema, and a journey that leads nowhere too.
    'positive_data_acceptance.enabled = false',
    'unsupported_method.enabled = false',
  ];
  return [...lines, ...(known === undefined ? [] : operationsOf(known))].join('\n');
}

function operationsOf(known: KnownThings): string[] {
  return Object.entries(known).flatMap(([id, [parameter, value]]) => [
    '[[operations]]',
    `include-operation-id = "${id}"`,
    `parameters = { "path.${parameter}" = "${value}" }`,
  ]);
}
