import { describe, expect, it } from 'vitest';
import { next, type SaveState } from './save-state';

const idle: SaveState = { kind: 'idle' };
const saved = { kind: 'saved', published: false, version: 2 } as const;

describe('the state of a save', () => {
  it('is unsaved from the first letter until the answer', () => {
    const edited = next(idle, { kind: 'edited' }, 5);
    expect(edited).toEqual({ kind: 'edited', at: 5, before: 'idle' });
    const saving = next(edited, { kind: 'saving' }, 6);
    expect(next(saving, saved, 7)).toEqual({ kind: 'saved' });
  });

  it('waits for every answer', () => {
    const two = next(next(idle, { kind: 'saving' }, 1), { kind: 'saving' }, 2);
    expect(next(two, saved, 3)).toEqual({ kind: 'saving', pending: 1 });
  });

  it('keeps a failure until something is saved or loaded again', () => {
    const failed = next(idle, { kind: 'save-failed', published: false, conflict: true, title: 'x', lines: [], work: null }, 1);
    expect(next(failed, { kind: 'edited' }, 2)).toBe(failed);
    expect(next(failed, { kind: 'reloaded' }, 2)).toEqual(idle);
    expect(next(next(failed, { kind: 'saving' }, 3), saved, 4)).toEqual({ kind: 'saved' });
  });

  it('forgets typing that led to no save', () => {
    const edited = next(idle, { kind: 'edited' }, 5);
    expect(next(edited, { kind: 'settled', at: 4 }, 9)).toBe(edited);
    expect(next(edited, { kind: 'settled', at: 5 }, 9)).toEqual(idle);
    const again = next({ kind: 'saved' }, { kind: 'edited' }, 7);
    expect(next(again, { kind: 'settled', at: 7 }, 12)).toEqual({ kind: 'saved' });
  });
});
