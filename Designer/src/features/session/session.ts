import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, bodyOf, onSessionOver, type Schemas } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { speak } from '../../app/i18n';
import { showTimesIn } from '../../shared/dates';

export type Me = Schemas['MeView'];
export type Right = 'process:read' | 'process:edit' | 'process:publish' | 'instances:read' | 'instances:manage';

export const meKey = ['me'];

/** @param before who it was; whose session is over is asked to sign in again, over the page as it stands */
async function whoAmI(before: Me | null | undefined): Promise<Me | null> {
  try {
    return greet(await bodyOf(api.GET('/api/me')));
  } catch (problem) {
    const isOver = problem instanceof ApiProblem && problem.status === 401;
    if (isOver && !before) return null;
    if (isOver) sessionEnded.set(true);
    throw problem;
  }
}

function greet(me: Me): Me {
  speak(me.language);
  showTimesIn(me.timeZone);
  return me;
}

/** Who is signed in; null for nobody. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: ({ client }) => whoAmI(client.getQueryData<Me | null>(meKey)), staleTime: 60_000 });
}

/** For pages inside the shell, where somebody is signed in. */
export function useRights(): (right: Right) => boolean {
  const rights = useMe().data?.rights ?? [];
  return (right) => rights.includes(right);
}

export function useAskForCode() {
  return useMutation({ mutationFn: (email: string) => bodyOf(api.POST('/api/sign-in/code', { body: { email } })) });
}

export function useBeginSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (how: { email?: string; code?: string; token?: string }) =>
      bodyOf(api.POST('/api/session', { body: { email: how.email ?? null, code: how.code ?? null, token: how.token ?? null } })),
    onSuccess: async (me) => {
      const before = queries.getQueryData<Me | null>(meKey);
      if (before && before.id !== me.id) queries.clear();
      queries.setQueryData(meKey, greet(me));
      sessionEnded.set(false);
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/sign-out')),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(meKey, null);
    },
  });
}

export function useChooseLanguage() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (language: string) => bodyOf(api.PUT('/api/me/language', { body: { language } })),
    onSuccess: async (me) => {
      queries.setQueryData(meKey, greet(me));
      // Names and labels come from the server in the person's language.
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
    },
  });
}

/** Whether the session ended while somebody was at work: a dialog asks to sign in again, over the page as it stands. */
export const sessionEnded = (() => {
  let ended = false;
  const listeners = new Set<() => void>();
  return {
    get: () => ended,
    set(value: boolean) {
      if (ended === value) return;
      ended = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
})();

onSessionOver(() => sessionEnded.set(true));

export function useSessionEnded(): boolean {
  return useSyncExternalStore(sessionEnded.subscribe, sessionEnded.get);
}
