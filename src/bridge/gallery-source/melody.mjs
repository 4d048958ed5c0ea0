/** Sampling rate of the melody in Hz. */
export const SAMPLES_PER_SECOND = 22_050;

const BEATS_PER_MINUTE = 132;
const A4_HZ = 440;

/** [note as semitones from A4 or null for a rest, length in beats] */
const TUNE = [
  [-9, 0.5], [-5, 0.5], [-2, 0.5], [3, 0.5], [2, 1], [-2, 1],
  [-4, 0.5], [0, 0.5], [3, 0.5], [5, 0.5], [3, 1], [null, 0.5], [0, 0.5],
  [-2, 0.5], [2, 0.5], [5, 0.5], [7, 0.5], [8, 0.75], [7, 0.25], [5, 1],
  [3, 0.5], [2, 0.5], [0, 0.5], [-2, 0.5], [3, 2],
]; // prettier-ignore

/** One bass note for every two beats. */
const BASS = [-21, -24, -16, -21, -14, -19, -21, -9];

const frequency = (semitones) => A4_HZ * 2 ** (semitones / 12);
const pulse = (phase) => (phase % 1 < 0.25 ? 1 : -0.33);
const triangle = (phase) => 4 * Math.abs((phase % 1) - 0.5) - 1;

/** A short tune as signed 16-bit samples, one channel. */
export function melody() {
  const samplesPerBeat = (SAMPLES_PER_SECOND * 60) / BEATS_PER_MINUTE;
  const beats = TUNE.reduce((sum, [, length]) => sum + length, 0);
  const mixed = new Float64Array(Math.ceil(beats * samplesPerBeat));
  const play = (wave, semitones, fromBeat, length, loudness) => {
    const from = Math.round(fromBeat * samplesPerBeat);
    const count = Math.round(length * samplesPerBeat);
    for (let i = 0; i < count && from + i < mixed.length; i++) {
      const attack = Math.min(1, i / (SAMPLES_PER_SECOND * 0.006));
      const release = Math.min(1, (count - i) / (SAMPLES_PER_SECOND * 0.03));
      const decay = 0.35 + 0.65 * Math.exp((-3 * i) / SAMPLES_PER_SECOND);
      mixed[from + i] +=
        wave((i / SAMPLES_PER_SECOND) * frequency(semitones)) * attack * release * decay * loudness;
    }
  };
  let beat = 0;
  for (const [note, length] of TUNE) {
    if (note !== null) {
      play(pulse, note, beat, length, 0.3);
      play(pulse, note, beat + 0.75, length, 0.08); // an echo
    }
    beat += length;
  }
  BASS.forEach((note, i) => {
    for (const half of [0, 0.5, 1, 1.5]) play(triangle, note, i * 2 + half, 0.45, 0.4);
  });
  return Int16Array.from(mixed, (value) => Math.max(-1, Math.min(1, value)) * 32_000);
}
