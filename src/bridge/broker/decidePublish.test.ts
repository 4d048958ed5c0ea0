import { expect, it } from 'vitest';
import { decidePublish } from './decidePublish.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const OWN = { topic: `makapix/player/${KEY}/view`, qos: 1, isTooMany: false };

it('a player publishes to its own topics, with QoS 0 or 1, at the pace of a player', () => {
  expect(decidePublish(KEY, OWN)).toBeNull();
  expect(decidePublish(KEY, { ...OWN, qos: 0 })).toBeNull();
  expect(decidePublish(KEY, { ...OWN, topic: `makapix/player/${KEY}/health` })).toBeNull();
  expect(decidePublish(KEY, { ...OWN, topic: 'makapix/player/other/health' })).not.toBeNull();
  expect(decidePublish(KEY, { ...OWN, qos: 2 })).toEqual({
    code: 'publish-refused',
    reason: `it published to ${OWN.topic} with QoS 2`,
  });
  for (const own of ['status', 'command/ack', 'capabilities', 'state', 'playback', 'request/1'])
    expect(decidePublish(KEY, { ...OWN, topic: `makapix/player/${KEY}/${own}` })).toBeNull();
  for (const servers of ['command', 'view/ack', 'response/1'])
    expect(decidePublish(KEY, { ...OWN, topic: `makapix/player/${KEY}/${servers}` })).toMatchObject({
      code: 'publish-refused',
    });
  expect(decidePublish(KEY, { ...OWN, topic: 'else' })).toMatchObject({ code: 'publish-refused' });
  expect(decidePublish(KEY, { ...OWN, isTooMany: true })).toMatchObject({ code: 'too-many-messages' });
});
