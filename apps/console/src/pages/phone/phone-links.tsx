import type { PhoneMessage } from '../../api/types.ts';
import { useApi } from '../../session/use-session.ts';
import { texts } from '../../texts.ts';
import { linksIn } from './thread.ts';
import { usePhoneAct } from './use-phone-act.ts';
import classes from './device.module.css';

const MOST_LINKS = 5;

interface PhoneLinksProps {
  readonly number: string;
  readonly message: PhoneMessage;
}

/** The links of a text as buttons: the phone follows them, not this browser. */
export function PhoneLinks({ number, message: { id, text } }: PhoneLinksProps) {
  const api = useApi();
  const tap = usePhoneAct(number, (link: number) => api.tapOnPhone(number, id, { link }));
  return (
    <>
      {linksIn(text)
        .slice(0, MOST_LINKS)
        .map((link, index) => (
          <button
            key={`${index} ${link}`}
            type="button"
            className={classes['act']}
            disabled={tap.isPending}
            aria-label={texts.phone.tapNamed(link.slice(0, 120))}
            onClick={() => tap.mutate(index)}
          >
            {texts.phone.tap(index + 1)}
          </button>
        ))}
    </>
  );
}
