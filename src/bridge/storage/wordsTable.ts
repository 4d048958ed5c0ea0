/** What TVs say of themselves, where workers take it: the last word of each on each topic (src/bridge/commands). */
export const WORDS_TABLE = `CREATE TABLE IF NOT EXISTS player_words (
  player_key TEXT NOT NULL,
  word TEXT NOT NULL,
  body TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (player_key, word)
)`;
