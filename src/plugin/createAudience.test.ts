import { expect, it } from 'vitest';
import { createAudience } from './createAudience.js';
import type { Listener } from './createAudience.js';

const listener = () => {
  const heard: unknown[] = [];
  return {
    heard,
    handleEvent: (event: Record<string, unknown>) => void heard.push(event.event),
    handleData: (data: Record<string, unknown>) => void heard.push(data),
  };
};

it('tells everybody everything, in its order, whenever they come', () => {
  const { tell, join } = createAudience<Listener>(2);
  const [first, second] = [listener(), listener()];
  tell((to) => to.handleEvent({ event: 'a' }));
  join(first);
  tell((to) => to.handleData({ slider: {} }));
  join(second);
  tell((to) => to.handleEvent({ event: 'b' }));
  expect(first.heard).toEqual(['a', { slider: {} }, 'b']);
  expect(second.heard).toEqual(first.heard);
});

it('keeps the first 200 messages for those who are late', () => {
  const { tell, join } = createAudience<Listener>(2);
  const [first, late] = [listener(), listener()];
  join(first);
  for (let i = 0; i < 201; i++) tell((to) => to.handleEvent({ event: i }));
  join(late);
  expect(first.heard).toHaveLength(201);
  expect(late.heard).toHaveLength(200);
  expect(late.heard[0]).toBe(0);
});

it('keeps nothing once all who were expected have come, or will not', () => {
  const { tell, join } = createAudience<Listener>(2);
  tell((to) => to.handleEvent({ event: 'a' }));
  join(null);
  join(listener());
  const another = listener();
  join(another);
  expect(another.heard).toEqual([]);
});
