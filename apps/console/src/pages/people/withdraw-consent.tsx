import { useState } from 'react';
import type { Recipient } from '../../api/types.ts';
import { instantOf, textOf, withoutGaps } from '../../shared/form-values.ts';
import { texts } from '../../texts.ts';
import { ChannelField, PurposeField, TopicField } from './about-fields.tsx';
import { AddressField, ConsentForm, MethodField, SaidAtField, WordingField } from './consent-form.tsx';

const words = texts.consent;

/** Records by hand that somebody wants something no more. */
export function WithdrawConsent({ recipient: { id, contactPoints } }: { readonly recipient: Recipient }) {
  const [channel, setChannel] = useState('sms');
  return (
    <ConsentForm
      recipient={id}
      title={words.withdrawTitle}
      submit={words.recordWithdrawal}
      consentOf={withdrawnIn}
    >
      {(errors) => (
        <>
          <ChannelField errors={errors} initial={channel} onChange={setChannel} />
          <PurposeField errors={errors} allOfThem={words.anyPurpose} />
          <TopicField errors={errors} hint={words.topicHintWithdraw} />
          <AddressField errors={errors} contactPoints={contactPoints} channel={channel} />
          <MethodField errors={errors} />
          <SaidAtField errors={errors} />
          <WordingField errors={errors} label={words.wordingOfWithdrawal} isRequired={false} />
        </>
      )}
    </ConsentForm>
  );
}

/** What `POST /v1/recipients/{id}/consents` takes. */
function withdrawnIn(form: FormData): object {
  return withoutGaps({
    state: 'withdrawn',
    channel: textOf(form, 'channel'),
    purpose: textOf(form, 'purpose'),
    topic: textOf(form, 'topic'),
    contactPoint: textOf(form, 'contactPoint'),
    method: textOf(form, 'method'),
    at: instantOf(form, 'at'),
    wording: textOf(form, 'wording'),
    reason: textOf(form, 'reason'),
  });
}
