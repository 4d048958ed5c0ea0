import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

const rect = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

describe('the item that an arrow key reaches', () => {
  const grid = [rect(0, 0, 4, 2), rect(4, 0, 4, 2), rect(0, 2, 4, 2), rect(4, 2, 4, 2)];
  const from = (index: number) => grid[index] ?? rect(0, 0, 0, 0);

  it('is the neighbour in each direction', () => {
    expect(nearest(grid, from(0), 'right')).toBe(1);
    expect(nearest(grid, from(0), 'down')).toBe(2);
    expect(nearest(grid, from(3), 'left')).toBe(2);
    expect(nearest(grid, from(3), 'up')).toBe(1);
  });

  it('is none at the edge', () => {
    expect(nearest(grid, from(0), 'left')).toBe(-1);
    expect(nearest(grid, from(0), 'up')).toBe(-1);
  });

  it('is never an item that cannot have the focus', () => {
    expect(nearest([grid[0] ?? null, null, rect(8, 0, 4, 2)], from(0), 'right')).toBe(2);
  });

  it('stays in the row to the left and right, so that the menu can be reached', () => {
    expect(nearest([rect(4, 0, 4, 2), rect(0, 4, 4, 2)], rect(4, 0, 4, 2), 'left')).toBe(-1);
  });

  it('goes down past a gap to the nearest item even when it lies aside', () => {
    expect(nearest([rect(8, 4, 4, 1), rect(4, 5, 4, 1)], rect(0, 0, 4, 2), 'down')).toBe(1);
  });
});
