import { Anchor, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../session/use-session.ts';
import { Instant } from '../../shared/instant.tsx';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';

const words = texts.rights;

/** Makes a link to the page on which a person sets what they want. */
export function PreferenceLink({ recipient }: { readonly recipient: string }) {
  const api = useApi();
  const make = useMutation({ mutationFn: () => api.preferenceLink(recipient) });
  return (
    <Stack gap="sm">
      <Text size="sm">{words.linkHint}</Text>
      <Group>
        <Button size="xs" onClick={() => make.mutate()} loading={make.isPending}>
          {words.makeLink}
        </Button>
      </Group>
      {make.isError && <ProblemAlert error={make.error} />}
      {make.data !== undefined && (
        <div role="status">
          <Group gap="xs">
            <Anchor
              href={make.data.url}
              target="_blank"
              rel="noopener noreferrer"
              size="sm"
              underline="always"
            >
              {words.linkReady}
            </Anchor>
            <CopyButton value={make.data.url}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {copied ? texts.common.copied : texts.common.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Text size="xs" c="dimmed">
            {words.linkEnds} <Instant at={make.data.expiresAt} />
          </Text>
        </div>
      )}
    </Stack>
  );
}
