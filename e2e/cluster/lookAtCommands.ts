import type { Database } from '../../src/bridge/storage/sql.js';
import type { Must, Print } from './must.js';
import type { Sent } from './sendCommands.js';

interface Commands {
  /** While everything broke, and in the end. */
  sent: readonly Sent[];
  sentLast: readonly Sent[];
  /** How often each was shown. */
  notices: ReadonlyMap<string, number>;
}

/** What bridges and their history say about commands, beside what the TVs have done. */
export async function lookAtCommands(
  database: Database,
  { sent, sentLast, notices }: Commands,
  must: Must,
  print: Print,
): Promise<void> {
  const rows = await database.query('SELECT payload, result FROM commands');
  const history = rows.map(({ payload, result }) => ({
    label: (JSON.parse(String(payload)) as { text: string }).text,
    result: String(result),
  }));
  const isOk = ({ result }: { result: string }): boolean => result === 'ok';
  const all = [...sent, ...sentLast];
  const twice = [...notices].filter(([, times]) => times > 1);
  const untrue = [...all, ...history].filter((one) => isOk(one) && !notices.has(one.label));
  const mute = all.filter((one) => !isOk(one) && !one.error);
  const of = (wanted: string): number => sent.filter(({ result }) => result === wanted).length;
  const done = sent.filter(({ label }) => notices.has(label)).length;
  print(
    `     of ${sent.length} commands meanwhile ${done} were done; the bridges said ok to ${of('ok')}, no answer to ${of('no_answer')}, and were away for ${of('cut off')}`,
  );
  print(`     ${history.filter(isOk).length} of ${history.length} commands in the history are ok`);
  for (const why of new Set(sent.filter((one) => !isOk(one)).map(({ error }) => error))) print(`     ${why}`);
  must(twice.length === 0, `${twice.length} commands were done twice`);
  must(untrue.length === 0, `${untrue.length} commands are called ok that were not done`);
  must(mute.length === 0, `${mute.length} commands have failed without a word`);
  const failed = sentLast.filter((one) => !isOk(one));
  must(
    failed.length === 0,
    `${sentLast.length - failed.length} of ${sentLast.length} commands in the end were done`,
  );
  for (const { label, result, error, tv } of failed)
    print(
      `     ${label} to TV ${tv}: ${result}, ${error ?? ''} (${notices.has(label) ? 'shown' : 'not shown'})`,
    );
}
