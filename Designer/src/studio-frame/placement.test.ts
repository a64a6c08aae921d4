import { describe, expect, it } from 'vitest';
import { placementAt, placementOf, shiftTo } from './placement';

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

describe('where a run is shown', () => {
  const step = { x: 4000, y: 300, width: 240, height: 60 };

  it('is at the step that it stands at', () => {
    expect(placementAt({ x: 0, y: 0, width: 8000, height: 3000 }, step, window)).toEqual({ scale: 1, x: -3820, y: -130 });
  });

  it('is whole where that is readable', () => {
    const small = { x: 0, y: 0, width: 500, height: 100 };
    expect(placementAt(small, { x: 260, y: 20, width: 240, height: 60 }, window)).toEqual(placementOf(small, start, window));
  });
});

describe('how a step comes into sight', () => {
  const room = { x: 200, y: 100, width: 600, height: 400 };

  it('is not at all where it is seen whole', () => {
    expect(shiftTo({ x: 250, y: 120, width: 240, height: 60 }, room)).toEqual({ x: 0, y: 0 });
  });

  it('is by moving it to the middle, also when only a part of it is seen', () => {
    expect(shiftTo({ x: 700, y: 120, width: 240, height: 60 }, room)).toEqual({ x: -320, y: 150 });
    expect(shiftTo({ x: 3000, y: -900, width: 240, height: 60 }, room)).toEqual({ x: -2620, y: 1170 });
  });
});
