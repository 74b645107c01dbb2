import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SignInPage } from '../session/sign-in-page.tsx';
import { useSession } from '../session/use-session.ts';
import { makeQueryClient } from './query-client.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

/** The console: sign-in until there is a key, then the pages. The address stays, so that a link survives signing in. */
export function App() {
  const { key } = useSession();
  // What was known with one key is never shown with another.
  const queries = useMemo(() => makeQueryClient(key), [key]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        {key === undefined ? <SignInPage /> : <RouterProvider router={router} />}
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** The nonce that the gateway wrote into this page; it is hidden from attributes, and readable as a property. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
