import { describe, expect, it } from 'vitest';
import { relative } from './dates';

describe('relative', () => {
  const now = new Date('2026-02-25T09:30:00Z');

  it('uses the largest unit that fits', () => {
    expect(relative('2026-02-25T09:29:40Z', now)).toBe('now');
    expect(relative('2026-02-25T06:20:00Z', now)).toBe('3 hours ago');
    expect(relative('2026-02-24T09:00:00Z', now)).toBe('yesterday');
    expect(relative('2026-02-27T10:00:00Z', now)).toBe('in 2 days');
  });
});
