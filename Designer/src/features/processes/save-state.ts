import { useEffect, useReducer } from 'react';
import type { FromStudio } from '../studio/studio-messages';

/** How the work in the editor stands. */
export type SaveState = { kind: 'idle' } | { kind: 'edited'; at: number; before: 'idle' | 'saved' } | { kind: 'saving'; pending: number } | { kind: 'saved' } | { kind: 'failed'; conflict: boolean; title: string; lines: string[]; work: string | null };

export type SaveEvent = FromStudio | { kind: 'reloaded' } | { kind: 'settled'; at: number };

// Studio saves about a second after the last change; what it has not sent by then was no change of the process.
const settles = 4_000;

export function next(state: SaveState, event: SaveEvent, now: number): SaveState {
  switch (event.kind) {
    case 'reloaded':
      return { kind: 'idle' };
    case 'edited':
      if (state.kind === 'saving' || state.kind === 'failed') return state;
      return { kind: 'edited', at: now, before: state.kind === 'edited' ? state.before : state.kind };
    case 'settled':
      return state.kind === 'edited' && state.at === event.at ? { kind: state.before } : state;
    case 'saving':
      return { kind: 'saving', pending: (state.kind === 'saving' ? state.pending : 0) + 1 };
    case 'saved':
      return state.kind === 'saving' && state.pending > 1 ? { kind: 'saving', pending: state.pending - 1 } : { kind: 'saved' };
    case 'save-failed':
      return { kind: 'failed', conflict: event.conflict, title: event.title, lines: event.lines, work: event.work };
    default:
      return state;
  }
}

export function useSaveState() {
  const [state, follow] = useReducer((before: SaveState, event: SaveEvent) => next(before, event, Date.now()), { kind: 'idle' });
  useEffect(() => {
    if (state.kind !== 'edited') return;
    const timer = setTimeout(() => follow({ kind: 'settled', at: state.at }), settles);
    return () => clearTimeout(timer);
  }, [state]);
  return [state, follow] as const;
}
