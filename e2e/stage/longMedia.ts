import { readFile, truncate, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { wavHead } from './wav.js';

const STEREO = { rateHz: 44_100, channels: 2, bytesPerSample: 2 };

/** Writes a WAV file of silence. Its 172 KB a second take no room on most disks. */
export async function writeLongSound(file: string, seconds: number): Promise<void> {
  const bytes = seconds * STEREO.rateHz * STEREO.channels * STEREO.bytesPerSample;
  const head = wavHead(bytes, STEREO);
  await writeFile(file, head);
  await truncate(file, head.length + bytes);
}

/** EBML elements of a WebM file (RFC 9559). */
const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
} as const;

/** The length of the sample film in ms, which is also where its copies begin. */
const FILM_MS = 8000;

/**
 * Writes the sample film so many times in a row, as one WebM with an index at its beginning: 187 KB and 8 s
 * each time. Browsers keep some of a film; to seek in one of 20 MB they have to ask for a part of it.
 */
export async function writeLongFilm(file: string, times: number): Promise<void> {
  const sample = await readFile(resolve('src/bridge/gallery/media/a-day.webm'));
  const top = elements(sample);
  const header = top[0]!.whole;
  const segment = elements(top.find(({ id }) => id === ID.segment)!.body);
  const clusters = segment.filter(({ id }) => id === ID.cluster).map(({ body }) => elements(body));
  const info = element(
    ID.info,
    element(ID.timestampScale, uint(1_000_000)),
    element(ID.duration, float(times * FILM_MS)),
    element(ID.muxingApp, Buffer.from('test')),
    element(ID.writingApp, Buffer.from('test')),
  );
  const tracks = segment.find(({ id }) => id === ID.tracks)!.whole;

  const copies: { atMs: number; whole: Buffer }[] = [];
  for (let i = 0; i < times; i++)
    for (const [timestamp, ...blocks] of clusters) {
      const atMs = i * FILM_MS + timestamp!.body.readUIntBE(0, timestamp!.body.length);
      const whole = element(ID.cluster, element(ID.timestamp, uint(atMs)), ...blocks.map((one) => one.whole));
      copies.push({ atMs, whole });
    }
  const cuesFrom = (firstByte: number): Buffer => {
    let at = firstByte;
    const points = copies.map(({ atMs, whole }) => {
      const position = element(
        ID.cueTrackPositions,
        element(ID.cueTrack, Buffer.from([1])),
        element(ID.cueClusterPosition, uint(at)),
      );
      at += whole.length;
      return element(ID.cuePoint, element(ID.cueTime, uint(atMs)), position);
    });
    return element(ID.cues, ...points);
  };
  const before = info.length + tracks.length;
  const cues = cuesFrom(before + cuesFrom(0).length); // all numbers have one length
  const body = element(ID.segment, info, tracks, cues, ...copies.map(({ whole }) => whole));
  await writeFile(file, Buffer.concat([header, body]));
}

interface Element {
  id: number;
  body: Buffer;
  whole: Buffer;
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const idBytes = Math.clz32(bytes[at]!) - 23;
    const lengthBytes = Math.clz32(bytes[at + idBytes]!) - 23;
    const bodyAt = at + idBytes + lengthBytes;
    let length = bytes[at + idBytes]! & ((1 << (8 - lengthBytes)) - 1);
    for (let i = 1; i < lengthBytes; i++) length = length * 256 + bytes[at + idBytes + i]!;
    const end = bodyAt + length;
    found.push({
      id: bytes.readUIntBE(at, idBytes),
      body: bytes.subarray(bodyAt, end),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return found;
}

const LENGTH_BYTES = 8;

function element(id: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.from(id.toString(16), 'hex');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUIntBE(body.length, 2, 6);
  length[0] = 1; // the length has seven bytes more
  return Buffer.concat([head, length, body]);
}

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}
