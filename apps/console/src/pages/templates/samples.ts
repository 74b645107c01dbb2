import { texts } from '../../texts.ts';

/** What a template is rendered with. */
export type SampleData = Readonly<Record<string, unknown>>;

interface Sample {
  readonly name: string;
  readonly locale: string;
  readonly data: SampleData;
}

const words = texts.templates.preview.samples;
const event = { type: 'com.shop.order.shipped', data: { orderId: 'O-1042', total: 129 } };
const sample = (name: string, locale: string, firstName: string): Sample => ({
  name,
  locale,
  data: { recipient: { firstName }, event, vars: {} },
});

/** People who don't exist, by their key: with letters of other languages, and a name that is longer than one thinks of. */
export const SAMPLES = {
  ada: sample(words.ada, 'en', 'Ada'),
  bjorn: sample(words.bjorn, 'sv', 'Björn'),
  long: sample(words.long, 'en', 'Maximiliane-Alexandra Konstantinopoulou 🎉'),
} as const;

/** What a template gets by itself. */
const GIVEN = new Set(['links', 'replies', 'now']);
const DEEPEST = 8;

/**
 * The data with something made up for every variable that a template names and that isn't there.
 * @param variables dotted, such as `event.data.orderId`
 */
export function completed(data: SampleData, variables: readonly string[]): SampleData {
  return variables.reduce((all, name) => {
    const path = name.split('.');
    return GIVEN.has(path[0] ?? '') || path.length > DEEPEST ? all : withValue(all, path, madeUp(path));
  }, data);
}

function withValue(data: SampleData, [step = '', ...rest]: readonly string[], value: string): SampleData {
  const there = Object.hasOwn(data, step) ? data[step] : undefined;
  if (rest.length === 0) return there === undefined ? { ...data, [step]: value } : data;
  const inner = there ?? {};
  if (typeof inner !== 'object' || Array.isArray(inner)) return data;
  return { ...data, [step]: withValue(inner as SampleData, rest, value) };
}

function madeUp(path: readonly string[]): string {
  const name = path.at(-1) ?? '';
  if (/(?:url|link|image|picture|logo)$/i.test(name)) return `https://shop.example/${name}.png`;
  if (/(?:at|start|end|time|date)$/i.test(name)) return '2026-12-01T09:00:00+01:00';
  return name;
}
