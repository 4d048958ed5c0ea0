import { MOSQUITTO, startMosquitto, type Mosquitto } from './startMosquitto.js';
import { startTestBroker } from './startTestBroker.js';

/** A real broker on 127.0.0.1 that lets everybody in, and says who comes. */
interface WatchedBroker extends Pick<Mosquitto, 'url' | 'tlsUrl' | 'kill' | 'restart' | 'close'> {
  name: string;
  /** Plain MQTT; null = none. */
  tcpPort: number | null;
  /** Of the process, to see what it costs; null = it is this one. */
  pid(): number | null;
}

/** @param connected the broker has accepted a connection */
export async function startWatchedBroker(connected: () => void): Promise<WatchedBroker> {
  if (MOSQUITTO !== null) {
    // The defaults hold back what a bench sends at once: 20 under way, 1000 waiting.
    const settings = ['max_inflight_messages 1000', 'max_queued_messages 1000000'];
    const broker = await startMosquitto(null, settings, { connected, hasTls: true });
    return { ...broker, name: 'mosquitto' };
  }
  const signIn = () => {
    connected();
    return 0;
  };
  const name = 'aedes (mosquitto is not installed)';
  return { ...(await startTestBroker({ signIn })), name, tlsUrl: null, tcpPort: null, pid: () => null };
}
