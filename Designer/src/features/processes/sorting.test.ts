import { describe, expect, it } from 'vitest';
import type { Process } from './processes';
import { arranged, nextOrder } from './sorting';

const process = (name: string, running: number, at: string): Process => ({
  id: name.toLowerCase(),
  name,
  description: `${name} requests`,
  publishedVersion: 1,
  latestVersion: 1,
  hasDraft: false,
  isOffered: true,
  runs: { running, waiting: 0, failed: 0 },
  file: null, lastChange: { at, by: null, byName: null, version: 1, isPublished: true, comment: null },
});
const all = [process('Leave', 3, '2026-02-01'), process('Expense', 9, '2026-03-01'), process('Loan', 3, '2026-01-01')];
const names = (processes: Process[]) => processes.map(({ name }) => name);

describe('the list of processes', () => {
  it('finds by every word', () => {
    expect(names(arranged(all, 'REQ l', { by: 'name', descending: false }))).toEqual(['Leave', 'Loan']);
    expect(arranged(all, 'nothing', { by: 'name', descending: false })).toEqual([]);
  });

  it('sorts by a column, then by name', () => {
    expect(names(arranged(all, '', { by: 'running', descending: true }))).toEqual(['Expense', 'Leave', 'Loan']);
    expect(names(arranged(all, '', { by: 'changed', descending: false }))).toEqual(['Loan', 'Leave', 'Expense']);
  });

  it('turns the order around on the second press', () => {
    expect(nextOrder({ by: 'name', descending: false }, 'failed')).toEqual({ by: 'failed', descending: true });
    expect(nextOrder({ by: 'failed', descending: true }, 'failed')).toEqual({ by: 'failed', descending: false });
    expect(nextOrder({ by: 'failed', descending: true }, 'name')).toEqual({ by: 'name', descending: false });
  });
});
