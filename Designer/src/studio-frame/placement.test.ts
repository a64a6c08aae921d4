import { describe, expect, it } from 'vitest';
import { placementOf } from './placement';

const window = { width: 600, height: 400 };
const start = { x: 0, y: 200, width: 240, height: 60 };

describe('where a diagram is shown', () => {
  it('is whole where that is readable, and never larger than drawn', () => {
    expect(placementOf({ x: 0, y: 200, width: 240, height: 60 }, start, window)).toEqual({ scale: 1, x: 180, y: -30 });
    const { scale, x } = placementOf({ x: 0, y: 0, width: 800, height: 100 }, start, window);
    expect(scale).toBeCloseTo(0.66);
    expect(x).toBeCloseTo(36);
  });

  it('begins at the first step where it is wide', () => {
    const { scale, x, y } = placementOf({ x: 0, y: 0, width: 8000, height: 3000 }, start, window);
    expect(scale).toBe(1);
    expect(x).toBe(36);
    expect(y + start.y * scale).toBeGreaterThan(0);
    expect(y + (start.y + start.height) * scale).toBeLessThan(window.height);
  });
});
