/** Draws phones. Texts go in by textContent only: what a message says is never markup. */

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** An element with a class, a text and children. */
function make(tag, { className, text, children = [] } = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** @param key tells this button from all others, from one drawing to the next. */
function button(key, text, onClick, label) {
  const made = make('button', { text });
  made.type = 'button';
  made.dataset.key = key;
  if (label) made.setAttribute('aria-label', label);
  made.addEventListener('click', onClick);
  return made;
}

/** Draws, and gives the keyboard's focus back to the button that had it. */
export function keepFocus(draw) {
  const key = document.activeElement?.dataset?.key;
  draw();
  if (key !== undefined) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function meta(left, instant) {
  const time = make('time', { text: TIME.format(new Date(instant)) });
  time.dateTime = instant;
  return make('div', { className: 'meta', children: [make('span', { text: left }), time] });
}

/** The list of phones; `choose` is called with the number of the one that a person picks. */
export function drawPhones(list, phones, chosen, choose) {
  const entries = phones.map((phone) => {
    const entry = button(phone.number, '', () => choose(phone.number));
    const count = phone.messages === 1 ? '1 message' : `${phone.messages} messages`;
    entry.append(make('span', { text: phone.number }), make('span', { className: 'count', text: count }));
    entry.setAttribute('aria-current', String(phone.number === chosen));
    return make('li', { children: [entry] });
  });
  list.replaceChildren(...entries);
}

/** A push notification as a card with a button to open it. */
export function drawPush(message, isNew, open) {
  const [first = '', ...rest] = message.text.split('\n');
  const title = message.title ?? first;
  const body = message.title === undefined ? rest.join('\n') : message.text.slice(title.length).trim();
  const state = message.openedAt
    ? make('span', { className: 'opened', text: `Opened ${TIME.format(new Date(message.openedAt))}` })
    : button(`${message.id} open`, 'Open', () => open(message), `Open: ${title}`);
  const card = make('li', {
    className: `card${isNew ? ' is-new' : ''}${message.openedAt ? ' is-opened' : ''}`,
    children: [
      meta(`Push · ${message.provider}`, message.receivedAt),
      make('h3', { text: title }),
      make('p', { text: body }),
      state,
    ],
  });
  return card;
}

/** A text that the phone received, with a button for each link and one to open it where that is reported. */
export function drawText(message, isNew, { open, tap }) {
  const from = [message.channel.toUpperCase(), message.from ?? message.provider].join(' · ');
  const children = [meta(from, message.receivedAt), make('p', { text: message.text })];
  for (const { url } of message.media ?? [])
    children.push(make('p', { className: 'hint', text: `Attached: ${url}` }));
  const links = message.text.match(/https?:\/\/[^\s<>"]+/gi) ?? [];
  if (links.length > 0) {
    const taps = links.map((link, index) =>
      button(`${message.id} ${index}`, `Tap link ${index + 1}`, () => tap(message, index), `Tap ${link}`),
    );
    children.push(make('div', { className: 'links', children: taps }));
  }
  if (message.provider === 'sim' && !message.openedAt) {
    const act = button(`${message.id} open`, 'Mark as read', () => open(message));
    act.classList.add('act');
    children.push(act);
  }
  return make('li', { className: `bubble${isNew ? ' is-new' : ''}`, children });
}

/** A text that the person sent. */
export function drawReply(reply, isNew) {
  return make('li', {
    className: `bubble mine${isNew ? ' is-new' : ''}`,
    children: [make('p', { text: reply.text }), meta('Sent', reply.sentAt)],
  });
}
