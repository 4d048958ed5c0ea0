import mqtt from 'mqtt';

/** Whoever takes longer is as good as away. */
const TIMEOUT_MS = 10_000;

/**
 * Publishes an alert on a broker of the owner's. Each has a topic of its own, `msx-bridge/alerts/{player_id}/{code}`
 * with `bridge` for the machine itself, and what is retained there says whether it is out now. There are few of them:
 * a connection is made for each.
 * @param url `mqtt://user:password@host:1883`, or mqtts, ws, wss
 * @throws where the broker does not have it then
 */
export async function publishAlert(url: string, body: string): Promise<void> {
  const { player_id: playerId, code } = JSON.parse(body) as { player_id: string | null; code: string };
  const client = await mqtt.connectAsync(url, { connectTimeout: TIMEOUT_MS, reconnectPeriod: 0 }, false);
  try {
    await client.publishAsync(`msx-bridge/alerts/${playerId ?? 'bridge'}/${code}`, body, {
      qos: 1,
      retain: true,
    });
  } finally {
    await client.endAsync(true);
  }
}
