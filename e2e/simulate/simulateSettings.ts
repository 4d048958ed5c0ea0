/** What is simulated. */
export interface SimulateSettings {
  players: number;
  /** How long the broker is gone. */
  outageS: number;
  /** Connections that the broker accepts in a second. */
  acceptsPerS: number;
  /** Connections that may wait to be accepted. */
  backlog: number;
  /** TVs behind one address of the internet. */
  tvsPerAddress: number;
  /** How long a slideshow shows a picture. */
  dwellS: number;
  seed: number;
}

export const DEFAULT_SETTINGS: SimulateSettings = {
  players: 10_000,
  outageS: 60,
  acceptsPerS: 1000,
  backlog: 4096, // net.core.somaxconn since Linux 5.4
  tvsPerAddress: 1,
  dwellS: 10,
  seed: 1,
};
