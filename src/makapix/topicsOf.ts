/** The MQTT topics of one player (player-status.md, Topic). */
interface Topics {
  status: string;
  view: string;
  viewAck: string;
  /** What all topics of the player begin with: `makapix/player/…/`. */
  player: string;
}

/** @param playerKey a UUID, see playerKeyOf.ts. */
export function topicsOf(playerKey: string): Topics {
  const player = `makapix/player/${playerKey}/`;
  return { status: `${player}status`, view: `${player}view`, viewAck: `${player}view/ack`, player };
}
