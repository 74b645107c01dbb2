import { maskAddress } from '@hermod/channels';
import { type Purpose } from '@hermod/contracts';
import { attribute, type Html, markup, type Page } from '@hermod/service-host';
import type {
  Choice,
  OfferedTopic,
  PreferenceSheet,
  Reach,
} from '../../../application/preferences/preference-sheet.ts';
import { toPage } from './page.ts';
import type { PreferenceForm } from './read-form.ts';
import { renderEnds } from './render-ends.ts';
import { renderQuietHours } from './render-quiet-hours.ts';
import type { Notice, PageTexts } from './texts/page-texts.ts';
import { type InLanguage, topicDescription, topicTitle } from './wording.ts';

/** What the page shows besides what holds. */
export interface PreferencePageState {
  /** What became of a form that was sent before. */
  readonly notice?: Notice | undefined;
  /** A form that can't be saved as it is: its fields stay as the person left them. */
  readonly rejected?: PreferenceForm | undefined;
}

const UNPROCESSABLE = 422;

/** From what concerns most messages to what concerns fewest. */
const ORDER: readonly Purpose[] = ['marketing', 'transactional', 'critical'];

/** The preference page: what holds now, topic by topic and channel by channel. */
export function renderPreferencePage(
  sheet: PreferenceSheet,
  texts: PageTexts,
  state: PreferencePageState = {},
): Page {
  const { notice, rejected } = state;
  const mistake = rejected?.mistake;
  const heading = texts.heading(sheet.organisation?.name);
  const title = mistake === undefined ? heading : `${texts.errors.heading} ${heading}`;
  const content = markup`<h1>${heading}</h1>
    ${notice === undefined ? undefined : markup`<p id="notice" class="notice" role="status" tabindex="-1">${texts.notices[notice]}</p>`}
    ${mistake === undefined ? undefined : renderErrors(texts.errors.heading, texts.errors[mistake])}
    <p>${texts.intro}</p>
    ${sheet.organisation === undefined ? undefined : markup`<p>${texts.contact(sheet.organisation.contact)}</p>`}
    ${renderReaches(sheet, texts)}
    <form method="post">
      <input type="hidden" name="act" value="save" />
      <input type="hidden" name="lang" value="${texts.language}" />
      <input type="hidden" name="stand" value="${rejected?.submitted.stand ?? sheet.stand}" />
      ${ORDER.map((purpose) => renderPurpose(purpose, sheet, texts, rejected))}
      ${sheet.topics.length > 0 ? undefined : markup`<p>${texts.noTopics}</p>`}
      ${renderQuietHours(sheet.quietHours, texts, rejected)}
      <button type="submit">${texts.save}</button>
    </form>
    ${renderEnds(texts)}`;
  return toPage(mistake === undefined ? 200 : UNPROCESSABLE, texts, title, content);
}

function renderErrors(heading: string, text: string): Html {
  return markup`<div id="errors" class="errors" role="alert" tabindex="-1" autofocus>
    <h2>${heading}</h2>
    <ul>
      <li><a href="#quiet-from">${text}</a></li>
    </ul>
  </div>`;
}

function renderReaches({ reaches }: PreferenceSheet, texts: PageTexts): Html {
  const { reach } = texts;
  if (reaches.length === 0) return markup`<p>${reach.nowhere}</p>`;
  return markup`<h2>${reach.heading}</h2>
    <dl>
      ${reaches.map(
        (one) =>
          markup`<dt>${texts.channels[one.channel]}</dt>
            <dd>${renderReach(one, texts)}</dd>`,
      )}
    </dl>`;
}

function renderReach({ channel, points, isStopped }: Reach, { reach }: PageTexts): Html {
  const stopped = channel === 'sms' ? reach.stoppedBySms : reach.stopped;
  const [first] = points;
  return markup`${channel === 'push' || first === undefined ? markup`${reach.devices(points.length)}` : renderAddress(channel, first.address, reach)}${
    isStopped ? markup`<br /><strong>${stopped}</strong>` : undefined
  }`;
}

/** A voice reads no dots. */
function renderAddress(channel: 'sms' | 'email', address: string, { endingIn }: PageTexts['reach']): Html {
  const masked = maskAddress(channel, address);
  if (channel === 'email') return markup`${masked}`;
  return markup`<span aria-hidden="true">${masked}</span
    ><span class="unseen">${endingIn(address.slice(-2))}</span>`;
}

function renderPurpose(
  purpose: Purpose,
  sheet: PreferenceSheet,
  texts: PageTexts,
  rejected: PreferenceForm | undefined,
): Html | undefined {
  const topics = sheet.topics.filter(
    (topic) => topic.purpose === purpose && topic.choices.some(({ isOffered }) => isOffered),
  );
  if (topics.length === 0) return undefined;
  const { title, statement } = texts.purposes[purpose];
  return markup`<h2>${title}</h2>
    <p>${statement(sheet.organisation?.name)}</p>
    ${topics.map((topic) => renderTopic(topic, texts, rejected))}`;
}

function renderTopic(topic: OfferedTopic, texts: PageTexts, rejected: PreferenceForm | undefined): Html {
  const title = topicTitle(topic, texts);
  const description = topicDescription(topic, texts);
  const id = `about-${topic.purpose}-${topic.topic ?? ''}`;
  return markup`<fieldset>
<legend${langOf(title)}>${title.text}</legend>
${description === undefined ? undefined : markup`<p class="hint" id="${id}" ${langOf(description)}>${description.text}</p>`}
${topic.choices.map((choice) => (choice.isOffered ? renderChoice(choice, texts, description === undefined ? undefined : id, rejected) : undefined))}
</fieldset>`;
}

function renderChoice(
  { key, channel, state }: Choice,
  { channels, pending }: PageTexts,
  description: string | undefined,
  rejected: PreferenceForm | undefined,
): Html {
  const wasOn = rejected?.submitted.shown.get(key) ?? state === 'on';
  const isTicked = rejected === undefined ? state === 'on' : rejected.submitted.ticked.has(key);
  const describedBy = markup` aria-describedby="${description ?? ''}"`;
  return markup`<div class="box">
    <input type="hidden" name="shown" value="${key}=${wasOn ? 'on' : 'off'}" />
    <input
      type="checkbox"
      id="${key}"
      name="tick"
      value="${key}"
      ${attribute('checked', isTicked)}${description === undefined ? undefined : describedBy}
    />
    <label for="${key}">${channels[channel]}${state === 'pending' ? markup` (${pending})` : undefined}</label>
  </div>`;
}

function langOf({ lang }: InLanguage): Html | undefined {
  return lang === undefined ? undefined : markup` lang="${lang}"`;
}
