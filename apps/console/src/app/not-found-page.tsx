import { RouteAnchor } from '../shared/link.tsx';
import { Page } from '../shared/page.tsx';
import { texts } from '../texts.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title={texts.notFound.title} lead={texts.notFound.lead}>
      <RouteAnchor to="/runs">{texts.notFound.back}</RouteAnchor>
    </Page>
  );
}
