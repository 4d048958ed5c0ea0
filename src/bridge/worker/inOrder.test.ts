import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from './inOrder.js';

it('lets things out in the order in which they came, each as soon as that is possible', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (ends) => {
      const out: number[] = [];
      const enter = inOrder<number>((thing) => out.push(thing));
      const done = [0, 1, 2, 3, 4, 5, 6].map((thing) => enter(thing));
      const ended = new Set<number>();
      for (const thing of ends) {
        done[thing]!();
        ended.add(thing);
        let first = 0;
        while (ended.has(first)) first++;
        expect(out).toEqual([0, 1, 2, 3, 4, 5, 6].slice(0, first));
      }
    }),
  ));
