import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import { ForeignPicture } from './foreign-picture.tsx';
import type { BrandLook } from './looks.ts';
import classes from './looks.module.css';

/** Whose agent speaks. */
export function Brand({ brand: { name, logo } }: { readonly brand: BrandLook }) {
  return (
    <div className={classes['brand']} role="group" aria-label={texts.looks.brand(name)}>
      {logo === undefined ? (
        <span className={classes['initial']} aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
      ) : (
        <ForeignPicture url={logo} size="logo" />
      )}
      <strong>
        <PlainText text={name} most={60} />
      </strong>
    </div>
  );
}
