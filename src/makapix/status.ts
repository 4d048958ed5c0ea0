/** What goes to the status topic, and what the will is (player-status.md, Status Updates). @wire */
interface StatusPayload {
  player_key: string;
  status: 'online' | 'offline';
  /** null = nothing with a post is on screen; it clears what the server has. */
  current_post_id: number | null;
  firmware_version: string;
}

export interface StatusFacts {
  playerKey: string;
  status: 'online' | 'offline';
  currentPostId: number | null;
  firmwareVersion: string;
}

export function statusPayload(facts: StatusFacts): StatusPayload {
  return {
    player_key: facts.playerKey,
    status: facts.status,
    current_post_id: facts.currentPostId,
    firmware_version: facts.firmwareVersion,
  };
}

/** What a server may be sent: all but the key may be absent (player-status.md, Payload). */
export interface ReceivedStatus {
  playerKey: string;
  status: 'online' | 'offline';
  /** undefined = not said, the server keeps what it has. */
  currentPostId?: number | null;
  firmwareVersion?: string;
}

/** @returns null for a payload that is no status; `status` is `online` where it is absent. */
export function parseStatus(payload: unknown): ReceivedStatus | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const fields = payload as Record<string, unknown>;
  const { player_key: playerKey, status = 'online', current_post_id: postId } = fields;
  const { firmware_version: firmwareVersion } = fields;
  if (typeof playerKey !== 'string' || (status !== 'online' && status !== 'offline')) return null;
  if (postId !== undefined && postId !== null && typeof postId !== 'number') return null;
  const parsed: ReceivedStatus = { playerKey, status };
  if (postId !== undefined) parsed.currentPostId = postId;
  if (typeof firmwareVersion === 'string') parsed.firmwareVersion = firmwareVersion;
  return parsed;
}
