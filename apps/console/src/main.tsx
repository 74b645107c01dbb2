/** Starts the console. A key in the fragment, as `npm start` prints it, is taken and removed from the address at once. */
import '@mantine/core/styles.css';
import { createRoot } from 'react-dom/client';
import { keyInFragment } from './session/session.ts';
import { session } from './session/use-session.ts';

const handedOver = keyInFragment(window.location.hash);
if (handedOver !== undefined) {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  session.signIn(handedOver);
}

// After the key is out of the address: the router reads it when it is loaded.
const { App } = await import('./app/app.tsx');
createRoot(document.getElementById('root')!).render(<App />);
