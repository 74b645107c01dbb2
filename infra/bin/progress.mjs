// @ts-check
/** What is shown of work that takes time. Plain JavaScript, because it also runs before anything is installed. */

const QUIET_MS = 2_000;
const EVERY_MS = 5_000;

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
  wipe();
  process.stdout.write(`${line}\n`);
}

/**
 * What each piece of work under way has to show: they share one line, on a terminal the last one.
 * @type {Set<() => string>}
 */
const underWay = new Set();
let isDrawn = false;

/** Empty when there is nothing to show yet. */
function lineOfAll() {
  const texts = [...underWay].map((text) => text()).filter((text) => text !== '');
  return texts.length === 0 ? '' : `  … ${texts.join(' · ')}`;
}

function wipe() {
  if (isDrawn) process.stdout.write('\r\u001b[2K');
  isDrawn = false;
}

function draw() {
  const line = lineOfAll();
  wipe();
  if (line === '') return;
  // One that breaks could not be wiped.
  process.stdout.write(line.slice(0, process.stdout.columns - 1));
  isDrawn = true;
}

/**
 * Does a piece of work and prints one line about it when it is done; while it takes longer than two seconds,
 * how long it has been going: in place on a terminal, else as a line every five seconds, later less often.
 * @template T
 * @param {string} doing what is going on, such as "Installing packages"
 * @param {(detail: (text: string) => void) => T | Promise<T>} work may tell what it is at
 * @param {(result: T) => string} [done] the line afterwards; default: `doing`
 * @param {(result: T) => boolean} [isGood] whether the line gets a tick or a cross; default: a tick
 * @returns {Promise<T>}
 */
export async function step(doing, work, done = () => doing, isGood = () => true) {
  const started = performance.now();
  const live = showElapsed(doing, started);
  try {
    const result = await work(live.detail);
    live.end();
    say(`  ${isGood(result) ? '✓' : '✗'} ${done(result).padEnd(64)} ${seconds(performance.now() - started)}`);
    return result;
  } catch (error) {
    live.end();
    say(`  ✗ ${doing}`);
    throw error;
  }
}

/**
 * @param {string} doing
 * @param {number} started
 */
function showElapsed(doing, started) {
  const terminal = process.stdout.isTTY;
  let detail = '';
  let shownAt = 0;
  const elapsed = () => performance.now() - started;
  const text = () => (elapsed() < QUIET_MS ? '' : `${doing}${detail}, ${Math.round(elapsed() / 1000)} s`);
  const show = () => {
    if (terminal) return draw();
    // The first tells of all.
    if (text() === '' || [...underWay][0] !== text) return;
    if (shownAt > 0 && elapsed() - shownAt < Math.max(EVERY_MS, shownAt / 4)) return;
    shownAt = elapsed();
    say(lineOfAll());
  };
  const timer = setInterval(show, 500);
  underWay.add(text);
  return {
    /** @param {string} words */
    detail: (words) => {
      detail = `: ${words}`;
    },
    end: () => {
      clearInterval(timer);
      underWay.delete(text);
      wipe();
    },
  };
}
