import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import { ForeignHtml } from './foreign-html.tsx';
import { usePictures } from './use-pictures.ts';
import classes from './looks.module.css';

interface ForeignPictureProps {
  readonly url: string;
  readonly contentType?: string | undefined;
  /** How much room it has. */
  readonly size?: 'logo' | 'short' | 'medium' | 'tall';
}

/** Enough to tell one address from another. */
const MOST_CHARS = 120;

/** A picture at an address of others; in its place the address, as long as pictures aren't wanted. Films and sounds are named. */
export function ForeignPicture({ url, contentType, size = 'medium' }: ForeignPictureProps) {
  const [isShown] = usePictures();
  const isPicture = (contentType ?? 'image/').startsWith('image/');
  const className = `${classes['picture']} ${classes[size]}`;
  if (isShown && isPicture)
    return <ForeignHtml html={pageOf(url)} title={texts.looks.picture} hasPictures className={className} />;
  return (
    <span className={`${className} ${classes['missing']}`}>
      {size === 'logo' ? null : (
        <>
          <strong>{isPicture ? texts.looks.picture : contentType}</strong>
          <PlainText text={url} most={MOST_CHARS} />
        </>
      )}
    </span>
  );
}

const STYLE =
  'html,body{margin:0;height:100%;overflow:hidden}img{display:block;width:100%;height:100%;object-fit:cover;font:12px sans-serif}';

function pageOf(url: string): string {
  const page = document.implementation.createHTMLDocument(texts.looks.picture);
  const style = page.createElement('style');
  style.textContent = STYLE;
  const image = page.createElement('img');
  image.setAttribute('src', url);
  image.setAttribute('alt', url.split('/').at(-1) ?? '');
  page.head.append(style);
  page.body.append(image);
  return page.documentElement.outerHTML;
}
