import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';

/** What a page of version 0.1.0 has sent, as it came out of its WebSocket. */
type Packet =
  | { cmd: 'connect'; clientId: string; username: string; keepalive: number; clean: boolean; will: Message }
  | { cmd: 'subscribe'; subscriptions: { topic: string; qos: 0 | 1 }[] }
  | ({ cmd: 'publish' } & Message);

interface Message {
  topic: string;
  qos: 0 | 1;
  retain: boolean;
  payload: string;
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

/** The token that the bridge of version 0.1.0 has given to the TV named Kitchen. */
export const TOKEN_010 = 'ltHI-wBbsd4jMKAE6uch1BeNp7IwmMmT';

/** The TV named Kitchen, with a page of version 0.1.0 on its preview: it looks at two pictures and goes back. */
export const packets010 = (): Packet[] => JSON.parse(read('packets.json')) as Packet[];

/**
 * Makes a data folder as the bridge of version 0.1.0 has left it after two TVs had looked at five pictures.
 * @returns the database's file
 */
export function writeData010(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'bridge.db');
  const database = new Libsql(file);
  database.exec(read('bridge.sql'));
  database.exec('PRAGMA journal_mode = WAL'); // as every bridge has it; no part of a dump
  database.close();
  return file;
}
