import { getRouteApi } from '@tanstack/react-router';
import { problemOf } from '../../api/problem.ts';
import { useTemplate } from '../../api/queries.ts';
import type { Template } from '../../api/types.ts';
import { Loaded } from '../../shared/loaded.tsx';
import { Page } from '../../shared/page.tsx';
import { firstTemplate } from './first-template.ts';
import { TemplateEditor } from './template-editor.tsx';
import type { WrittenTemplate } from './template-fields.ts';

const route = getRouteApi('/templates/$id');
const NOT_FOUND = 404;

/** A template: what is written, and what a person gets. */
export function TemplatePage() {
  const { id } = route.useParams();
  const { channel = 'sms' } = route.useSearch();
  const template = useTemplate(id);
  const isNew = template.isError && problemOf(template.error).status === NOT_FOUND;
  return (
    <Page title={id}>
      {isNew && template.data === undefined ? (
        <TemplateEditor key={id} name={id} known={firstTemplate(channel)} version={undefined} />
      ) : (
        <Loaded query={template}>
          {(found) => <TemplateEditor key={id} name={id} known={writtenOf(found)} version={found.version} />}
        </Loaded>
      )}
    </Page>
  );
}

const writtenOf = ({ channel, content, locales }: Template): WrittenTemplate => ({
  channel,
  content,
  ...(locales === undefined ? {} : { locales }),
});
