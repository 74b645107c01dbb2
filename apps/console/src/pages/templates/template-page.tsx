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
  const found = template.data;
  const known = found === undefined ? (isNew ? firstTemplate(channel) : undefined) : writtenOf(found);
  return (
    <Page title={id}>
      {known === undefined ? (
        <Loaded query={template}>{() => null}</Loaded>
      ) : (
        <TemplateEditor key={id} name={id} known={known} version={found?.version} />
      )}
    </Page>
  );
}

const writtenOf = ({ channel, content, locales }: Template): WrittenTemplate => ({
  channel,
  content,
  ...(locales === undefined ? {} : { locales }),
});
