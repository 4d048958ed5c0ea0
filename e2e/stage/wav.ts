/** What a WAV file is made of. */
interface WavFormat {
  rateHz: number;
  channels: number;
  bytesPerSample: number;
}

const HEAD_BYTES = 44;
const PCM = 1;

/** The head of a WAV file; `bytes` of samples follow it. */
export function wavHead(bytes: number, { rateHz, channels, bytesPerSample }: WavFormat): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEAD_BYTES - 8 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(PCM, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * channels * bytesPerSample, 28);
  head.writeUInt16LE(channels * bytesPerSample, 32);
  head.writeUInt16LE(bytesPerSample * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}

const TONE: WavFormat = { rateHz: 8000, channels: 1, bytesPerSample: 1 };

/** A quiet tone, in the one format that every browser with sound knows. */
export function tone(seconds: number): Buffer {
  const samples = Math.round(seconds * TONE.rateHz);
  const wave = Array.from({ length: samples }, (_, i) => 128 + Math.round(20 * Math.sin(i / 3)));
  return Buffer.concat([wavHead(samples, TONE), Buffer.from(wave)]);
}
