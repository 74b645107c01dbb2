import type { TemplateLook } from '../../api/types.ts';
import { MailLook } from './mail-look.tsx';
import { MmsLook } from './mms-look.tsx';
import { PushLook } from './push-look.tsx';
import { RcsLook } from './rcs-look.tsx';
import { rcsLookOf } from './rcs-look-of.ts';
import { SmsLook } from './sms-look.tsx';
import classes from './looks.module.css';

/** What a person gets, as the channel shows it. */
export function TemplateLookView({ look }: { readonly look: TemplateLook }) {
  return (
    <div className={classes['stage']} data-channel={look.channel}>
      <Look look={look} />
    </div>
  );
}

function Look({ look }: { readonly look: TemplateLook }) {
  switch (look.channel) {
    case 'sms':
      return <SmsLook sms={look} />;
    case 'push':
      return <PushLook {...look} />;
    case 'mms':
      return <MmsLook text={look.text} media={look.media} />;
    case 'rcs':
      return <RcsLook look={rcsLookOf(look)} />;
    case 'email':
      return <MailLook mail={look} />;
  }
}
