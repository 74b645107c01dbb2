import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Recipient } from '../../api/types.ts';
import type { FieldErrors } from '../../shared/field-errors.ts';
import { instantOf, ownTimeZone, textOf, withoutGaps } from '../../shared/form-values.ts';
import { texts } from '../../texts.ts';
import { ChannelField, PurposeField, TopicField } from './about-fields.tsx';
import { AddressField, ConsentForm, MethodField, SaidAtField, WordingField } from './consent-form.tsx';

const words = texts.consent;
const BASES = Object.entries(words.bases).map(([value, label]) => ({ value, label }));
const BELOW = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

/** Records by hand that somebody agreed. */
export function GiveConsent({ recipient: { id, contactPoints } }: { readonly recipient: Recipient }) {
  const [channel, setChannel] = useState('sms');
  return (
    <ConsentForm recipient={id} title={words.giveTitle} submit={words.record} consentOf={givenIn}>
      {(errors) => (
        <>
          <ChannelField errors={errors} initial={channel} onChange={setChannel} />
          <PurposeField errors={errors} />
          <TopicField errors={errors} hint={words.topicHint} />
          <AddressField errors={errors} contactPoints={contactPoints} channel={channel} />
          <MethodField errors={errors} />
          <SaidAtField errors={errors} />
          <WordingField errors={errors} label={words.wording} isRequired />
          <Evidence errors={errors} />
          {channel === 'sms' && (
            <Checkbox name="doubleOptIn" label={words.doubleOptIn} error={errors('doubleOptIn')} mt="lg" />
          )}
        </>
      )}
    </ConsentForm>
  );
}

/** What makes a consent worth more, should somebody doubt it. */
function Evidence({ errors }: { readonly errors: FieldErrors }) {
  return (
    <>
      <TextInput
        name="wordingVersion"
        label={words.version}
        maxLength={100}
        error={errors('wordingVersion')}
      />
      <TextInput name="language" label={words.language} maxLength={35} error={errors('language')} />
      <NativeSelect name="basis" label={words.basis} data={BASES} error={errors('basis')} />
      <TextInput
        type="datetime-local"
        name="validUntil"
        label={words.validUntil}
        description={words.validHint(ownTimeZone())}
        inputWrapperOrder={BELOW}
        error={errors('validUntil')}
      />
      <TextInput
        name="reference"
        label={words.reference}
        description={words.referenceHint}
        inputWrapperOrder={BELOW}
        maxLength={1024}
        error={errors('source')}
      />
    </>
  );
}

/** What `POST /v1/recipients/{id}/consents` takes. */
function givenIn(form: FormData): object {
  const reference = textOf(form, 'reference');
  const basis = textOf(form, 'basis');
  return withoutGaps({
    state: 'given',
    channel: textOf(form, 'channel'),
    purpose: textOf(form, 'purpose'),
    topic: textOf(form, 'topic'),
    contactPoint: textOf(form, 'contactPoint'),
    method: textOf(form, 'method'),
    at: instantOf(form, 'at'),
    wording: textOf(form, 'wording'),
    wordingVersion: textOf(form, 'wordingVersion'),
    language: textOf(form, 'language'),
    basis: basis === 'express' ? undefined : basis,
    validUntil: instantOf(form, 'validUntil'),
    doubleOptIn: form.has('doubleOptIn') ? true : undefined,
    source: reference === undefined ? undefined : { reference },
    reason: textOf(form, 'reason'),
  });
}
