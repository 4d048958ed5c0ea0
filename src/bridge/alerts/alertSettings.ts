import type { Hours } from './isUsual.js';

/** When something is wrong, and who is told. */
export interface AlertSettings {
  /** So long it has to be wrong without a break, ms. */
  afterMs: number;
  /** When TVs should be on; null = learn it of each. */
  hours: Hours | null;
  /** More waiting views than this are too many. */
  mostWaiting: number;
  /** Where alerts are posted to; null = nowhere. */
  url: string | null;
  /** What they are signed with. */
  secret: string | null;
  /** The broker that they are published on; null = none. */
  mqttUrl: string | null;
}

export const DEFAULT_ALERT_MINUTES = 10;
export const DEFAULT_MOST_WAITING = 100;

export const NO_ALERTS: AlertSettings = {
  afterMs: DEFAULT_ALERT_MINUTES * 60_000,
  hours: null,
  mostWaiting: DEFAULT_MOST_WAITING,
  url: null,
  secret: null,
  mqttUrl: null,
};
