import type { IConnackPacket, MqttClient } from 'mqtt';
import { noSharedSubscriptions, noWildcards, subscribeFault, type BrokerFault } from './brokerFault.js';
import type { Division } from './division.js';

interface Wish {
  /** How several workers divide the messages. */
  division: Division;
  /** The workers that share the messages, where they share a subscription. */
  group: string;
  /** Unsubscribes instead. */
  leave: boolean;
  /** The broker's address, for people. */
  shown: string;
}

/** A broker that takes longer for an answer is given up. */
export const ANSWER_TIMEOUT_MS = 10_000;

/** MQTT 5, 2.4: unspecified error. */
const UNSPECIFIED = 0x80;

const FILTERS = ['makapix/player/+/view', 'makapix/player/+/status'];

/**
 * The topics of all players. A subscription of the worker's own is kept over a restart by every broker that
 * keeps sessions; mosquitto 2.0.11 forgets a shared one (MQTT 5, 4.8.2) until the worker is back, and what comes
 * meanwhile is confirmed to the TV and dropped.
 */
const filtersOf = (division: Division, group: string): string[] =>
  division.kind === 'shared' ? FILTERS.map((filter) => `$share/${group}/${filter}`) : FILTERS;

/**
 * Asks a broker that has let the worker in for the messages of all players.
 * @param offers what the broker has said of itself
 * @param onAnswer gets null when everything is granted
 */
export function askForMessages(
  client: MqttClient,
  offers: IConnackPacket['properties'],
  { division, group, leave, shown }: Wish,
  onAnswer: (fault: BrokerFault | null) => void,
): void {
  if (offers?.wildcardSubscriptionAvailable === false) {
    onAnswer(noWildcards(shown));
    return;
  }
  if (division.kind === 'shared' && offers?.sharedSubscriptionAvailable === false) {
    onAnswer(noSharedSubscriptions(shown));
    return;
  }
  const filters = filtersOf(division, group);
  const patience = setTimeout(() => onAnswer({ sentence: `${shown} does not answer` }), ANSWER_TIMEOUT_MS);
  if (leave)
    client.unsubscribe(filters, () => {
      clearTimeout(patience);
      onAnswer(null);
    });
  else
    // `rh`: what is retained is old, and a shared subscription does not get it either (MQTT 5, 3.8.3.1).
    client.subscribe(filters, { qos: 1, rh: 2 }, (_error, _grants, packet) => {
      clearTimeout(patience);
      const answers = packet?.granted.map(Number) ?? [];
      const refused = filters
        .map((filter, i) => subscribeFault(answers[i] ?? UNSPECIFIED, filter, shown))
        .find((problem) => problem !== undefined);
      onAnswer(refused ?? null);
    });
}
