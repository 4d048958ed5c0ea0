/**
 * What was sent to TVs, and what became of it (src/bridge/commands). `entry_id` tells those of one moment apart.
 * @param identity how a database makes up the numbers of rows
 */
export const commandsTable = (identity: string): string[] => [
  `CREATE TABLE IF NOT EXISTS commands (
    entry_id ${identity},
    command_id TEXT NOT NULL,
    player_id TEXT NOT NULL,
    command_type TEXT NOT NULL,
    payload TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    address TEXT NOT NULL,
    sent_at_ms BIGINT NOT NULL,
    result TEXT NOT NULL,
    error TEXT,
    ended_at_ms BIGINT NOT NULL
  )`,
  `CREATE INDEX IF NOT EXISTS commands_by_player ON commands (player_id, sent_at_ms)`,
];
