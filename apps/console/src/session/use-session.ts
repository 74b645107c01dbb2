import { useMemo, useSyncExternalStore } from 'react';
import { type HermodApi, hermodApi } from '../api/hermod.ts';
import { type Session, SessionKeeper } from './session.ts';

/** The one session of this tab. */
export const session = new SessionKeeper(window.sessionStorage);

/** The session, as it changes. */
export function useSession(): Session {
  return useSyncExternalStore(session.watch, session.current);
}

/** The API with the key of whoever is signed in; nothing below the shell is shown without one. */
export function useApi(): HermodApi {
  const { key = '' } = useSession();
  return useMemo(() => hermodApi(key, () => session.expire(key)), [key]);
}
