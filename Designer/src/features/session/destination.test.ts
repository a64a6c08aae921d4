import { describe, expect, it } from 'vitest';
import { safeDestination } from './destination';

describe('safeDestination', () => {
  it('goes to our own pages only', () => {
    expect(safeDestination('/processes/leave/design')).toBe('/processes/leave/design');
    expect(safeDestination('https://elsewhere.example')).toBe('/');
    expect(safeDestination('//elsewhere.example')).toBe('/');
    expect(safeDestination('/\\elsewhere.example')).toBe('/');
    expect(safeDestination(null)).toBe('/');
  });
});
