import type { PlayedScenario, ToldRow } from './run-scenario.ts';

/** The results as JUnit XML, which CI systems read: a test case for each scenario. */
export function toJUnit(played: readonly PlayedScenario[]): string {
  const failures = played.filter(({ passed }) => !passed).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${played.length}" failures="${failures}">`,
    `  <testsuite name="hermod test" tests="${played.length}" failures="${failures}">`,
    ...played.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(scenario: PlayedScenario): string {
  const open = `    <testcase classname="${escaped(scenario.file)}" name="${escaped(scenario.scenario)}"`;
  if (scenario.passed) return `${open}/>`;
  const text = [...scenario.mistakes.map(({ message }) => message), ...scenario.rows.map(lineOf)].join('\n');
  return `${open}>\n      <failure message="it did not go as expected">${escaped(text)}</failure>\n    </testcase>`;
}

function lineOf({ verdict, expected = '-', happened = '-' }: ToldRow): string {
  return `${verdict}: expected ${expected} | happened ${happened}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As text of XML 1.0, which knows no other control characters than tab and line ends. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (char) => ENTITIES[char]!);
}
