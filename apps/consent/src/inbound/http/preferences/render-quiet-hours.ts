import type { LocalHours } from '@hermod/calendar';
import { attribute, type Html, markup } from '@hermod/service-host';
import { asTyped, type PreferenceForm, type TypedTimes } from './read-form.ts';
import type { PageTexts } from './texts/page-texts.ts';

/** The fields for the person's own quiet hours, with what was wrong with what they typed. */
export function renderQuietHours(
  hours: LocalHours | undefined,
  texts: PageTexts,
  rejected: PreferenceForm | undefined,
): Html {
  const { legend, hint, days, weekdays } = texts.quietHours;
  const shown = rejected === undefined ? hours : rejected.submitted.quietHours.shown;
  const typed = rejected?.typed ?? { from: asTyped(hours?.from ?? ''), to: asTyped(hours?.to ?? '') };
  const mistake = rejected?.mistake;
  const onDays = hours?.days?.map((day) => weekdays[day]).join(', ');
  return markup`<fieldset class="apart">
    <legend><h2>${legend}</h2></legend>
    <p class="hint" id="quiet-hint">${hint}</p>
    ${onDays === undefined ? undefined : markup`<p class="hint">${days(onDays)}</p>`}
    ${mistake === undefined ? undefined : markup`<p id="quiet-error"><strong>${texts.errors[mistake]}</strong></p>`}
    <input
      type="hidden"
      name="quiet-shown"
      value="${shown === undefined ? '' : `${shown.from}-${shown.to}`}"
    />
    <div class="times">
      ${renderTime('from', typed, texts, mistake !== undefined)}
      ${renderTime('to', typed, texts, mistake !== undefined)}
    </div>
  </fieldset>`;
}

function renderTime(
  which: 'from' | 'to',
  typed: TypedTimes,
  { quietHours }: PageTexts,
  isWrong: boolean,
): Html {
  const describedBy = isWrong ? 'quiet-error quiet-hint' : 'quiet-hint';
  return markup`<div>
    <label for="quiet-${which}">${quietHours[which]}</label>
    <input
      type="time"
      id="quiet-${which}"
      name="quiet-${which}"
      value="${typed[which]}"
      aria-describedby="${describedBy}"
      ${attribute('aria-invalid="true"', isWrong)}
    />
  </div>`;
}
