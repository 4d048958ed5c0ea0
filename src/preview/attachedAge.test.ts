import { expect, test } from 'vitest';
import { attachedFor, videoEventFor } from './attachedAge.js';

test('the slider has no rotation before 0.1.145', () => {
  const slider = { id: 'a', rotation: 90, customLabel: null, properties: { rotation: 'mine' } };
  expect(attachedFor('slider', slider, '0.1.145')).toEqual(slider);
  expect(attachedFor('slider', slider, '0.1.144')).toEqual({ id: 'a', properties: { rotation: 'mine' } });
});

test('resuming has neither context nor duration before 0.1.153', () => {
  const video = { resume: { key: null, context: null, duration: -1 }, info: { duration: 1 } };
  expect(attachedFor('video', video, '0.1.151')).toEqual({ resume: { key: null }, info: { duration: 1 } });
});

test('video events carry no state before 0.1.140', () => {
  const event = { event: 'video:play', data: { state: 1 } };
  expect(videoEventFor(event, '0.1.140')).toEqual(event);
  expect(videoEventFor(event, '0.1.134')).toEqual({ event: 'video:play' });
});
