/** The page of the simulator: shows phones as they change, and acts as the person who holds one. */
import { drawPhones, drawPush, drawReply, drawText, keepFocus } from './drawing.js';

const REQUEST_DEADLINE_MS = 10_000;
/** Drawing more of a long history only slows the page down. */
const SHOWN = 60;

const element = (id) => document.getElementById(id);
const view = {
  live: element('live'),
  phones: element('phones'),
  noPhones: element('no-phones'),
  find: element('find'),
  number: element('number'),
  title: element('device-number'),
  clock: element('clock'),
  screen: element('screen'),
  pushes: element('pushes'),
  thread: element('thread'),
  nothing: element('nothing'),
  news: element('news'),
  said: element('said'),
  reply: element('reply'),
  text: element('text'),
};

let chosen = location.hash.slice(1);
let drawn = '';
let known = new Set();

async function call(path, body) {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  };
  const options = { signal: AbortSignal.timeout(REQUEST_DEADLINE_MS) };
  const answer = await fetch(path, body === undefined ? options : { ...post, ...options });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.detail ?? `The simulator answered ${answer.status}.`);
  return value;
}

function say(text, isBad = false) {
  view.said.textContent = text;
  view.said.dataset.state = isBad ? 'bad' : 'good';
}

/** Does what a person asked for, and says how it went. */
async function act(what, done) {
  try {
    say(done(await what()));
  } catch (error) {
    say(error.message, true);
  }
  await refresh();
}

const path = (rest) => `/phones/${encodeURIComponent(chosen)}/${rest}`;
const open = (message) =>
  act(
    () => call(path(`messages/${message.id}/open`), {}),
    () => 'Opened.',
  );
const tap = (message, link) =>
  act(
    () => call(path(`messages/${message.id}/tap`), { link }),
    (tapped) => `Followed the link: answer ${tapped.status}.`,
  );

async function refreshList() {
  const { phones } = await call('/phones');
  view.noPhones.hidden = phones.length > 0;
  if (chosen === '' && phones.length > 0) choose(phones[0].number);
  keepFocus(() => drawPhones(view.phones, phones, chosen, choose));
}

async function refreshPhone() {
  const number = chosen;
  if (number === '') return;
  const [{ messages }, { replies }] = await Promise.all([call(path('messages')), call(path('replies'))]);
  if (number !== chosen) return;
  // Drawing only what changed keeps the keyboard's focus where it is while nothing happens.
  const state = JSON.stringify([number, messages, replies]);
  if (state === drawn) return;
  drawn = state;
  draw(messages.slice(-SHOWN), replies.slice(-SHOWN));
}

function draw(messages, replies) {
  const isNew = (one) => known.size > 0 && !known.has(one.id);
  const pushes = messages.filter((message) => message.channel === 'push').reverse();
  const texts = messages.filter((message) => message.channel !== 'push');
  const thread = [
    ...texts.map((message) => ({
      at: message.receivedAt,
      row: drawText(message, isNew(message), { open, tap }),
    })),
    ...replies.map((reply) => ({ at: reply.sentAt, row: drawReply(reply, isNew(reply)) })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  keepFocus(() => {
    view.pushes.replaceChildren(...pushes.map((message) => drawPush(message, isNew(message), open)));
    view.thread.replaceChildren(...thread.map(({ row }) => row));
  });
  view.nothing.hidden = pushes.length + thread.length > 0;
  showNews(pushes.find(isNew), texts.find(isNew), replies.some(isNew));
  known = new Set([...messages, ...replies].map((one) => one.id));
}

/** Brings what is new into view, and tells those who can't see it. */
function showNews(push, text, hasReply) {
  if (text || hasReply) view.screen.scrollTop = view.screen.scrollHeight;
  else if (push) view.screen.scrollTop = 0;
  if (push ?? text) view.news.textContent = `New: ${(push ?? text).text}`;
}

let isRefreshing = false;
let isStale = false;

/** Draws everything anew. However often it is asked, there is one round of questions at a time. */
async function refresh() {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  while (isStale) {
    isStale = false;
    await refreshOnce();
  }
  isRefreshing = false;
}

async function refreshOnce() {
  try {
    await refreshList();
    await refreshPhone();
  } catch (error) {
    say(error.message, true);
  }
}

function choose(number) {
  chosen = number;
  drawn = '';
  known = new Set();
  history.replaceState(null, '', `#${number}`);
  view.title.textContent = number;
  for (const field of view.reply.elements) field.disabled = false;
  say('');
  void refresh();
}

view.find.addEventListener('submit', (event) => {
  event.preventDefault();
  choose(`+${view.number.value.replace(/\D/g, '')}`);
});

view.reply.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = view.text.value;
  view.text.value = '';
  void act(
    () => call(path('replies'), { text }),
    (reply) => (reply.isTaken ? 'Sent.' : 'Sent, but Hermod has not taken it yet. It is tried again.'),
  );
});

const events = new EventSource('/phones/events');
events.addEventListener('open', () => {
  view.live.dataset.state = 'open';
  view.live.textContent = 'Live';
  void refresh();
});
events.addEventListener('error', () => {
  view.live.dataset.state = 'lost';
  view.live.textContent = 'Not connected';
});
events.addEventListener('phones', () => void refresh());

const tick = () => {
  view.clock.textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
};
setInterval(tick, 5_000);
tick();

if (chosen === '') for (const field of view.reply.elements) field.disabled = true;
else choose(chosen);
