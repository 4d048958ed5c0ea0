import { expect, it } from 'vitest';
import { readPlayerWord } from './readPlayerWord.js';

const KEY = '47b51dd3-e6e0-4812-b355-d50e481b3852';
const read = (topic: string, payload: string) =>
  readPlayerWord(`makapix/player/${KEY}/${topic}`, Buffer.from(payload));
const ack = (fields: object) =>
  read('command/ack', JSON.stringify({ command_id: 'a', status: 'ok', error: null, ...fields }));

it('reads acks', () => {
  expect(ack({})).toEqual({
    kind: 'ack',
    playerKey: KEY,
    ack: { commandId: 'a', status: 'ok', error: null },
  });
  expect(ack({ status: 'error', error: 'The picture does not load.' })).toMatchObject({
    ack: { status: 'error', error: 'The picture does not load.' },
  });
  expect(ack({ status: 'unsupported', error: undefined })).toMatchObject({
    ack: { status: 'unsupported', error: null },
  });
  expect(ack({ status: 'error', error: `a\0${'b'.repeat(1000)}` })).toMatchObject({
    ack: { error: `a\ufffd${'b'.repeat(497)}…` },
  });
});

it('reads what a TV says of itself, as it says it', () => {
  // As Makapix's own server has them.
  const capabilities = '{"firmware_version":"0.1.0","features":{"pause":{},"rotation":{"values":[0,90]}}}';
  expect(read('capabilities', capabilities)).toEqual({
    kind: 'capabilities',
    playerKey: KEY,
    value: JSON.parse(capabilities) as object,
  });
  expect(read('state', '{"is_paused":true}')).toMatchObject({ kind: 'state', value: { is_paused: true } });
  expect(read('playback', '{"state":"playing"}')).toMatchObject({ kind: 'playback' });
});

it.each([
  ['command/ack', 'no JSON', 'it is no JSON object'],
  ['command/ack', '[]', 'it is no JSON object'],
  ['command/ack', '{"command_id":"a","status":"done"}', 'it is no ack of the protocol'],
  ['command/ack', '{"status":"ok"}', 'it is no ack of the protocol'],
  ['state', 'null', 'it is no JSON object'],
  ['state', `{"a":"${'b'.repeat(8200)}"}`, 'it has 8208 bytes, and may have 8192'],
])('%s takes no %s', (topic, payload, problem) =>
  expect(read(topic, payload)).toMatchObject({ kind: 'invalid', playerKey: KEY, problem }),
);

it('leaves other topics alone', () => {
  expect(read('status', '{}')).toBeUndefined();
  expect(read('state/x', '{}')).toBeUndefined();
});
