import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './startMosquitto.js';

/** Where Debian puts it; null = not installed. */
export const PROMETHEUS = existsSync('/usr/bin/prometheus') ? '/usr/bin/prometheus' : null;

/** A real Prometheus that asks one program each second. */
interface Prometheus {
  /** The series that a query finds now. @throws where it is no query */
  query(expression: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** @param target the port of whoever answers `/metrics` */
export async function startPrometheus(target: number): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const config = `
global: { scrape_interval: 1s }
scrape_configs:
  - job_name: bridge
    static_configs: [{ targets: ['127.0.0.1:${target}'] }]
`;
  await writeFile(join(folder, 'prometheus.yml'), config);
  const child = spawn(
    PROMETHEUS ?? 'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!said.includes('ready to receive web requests')) {
    if (child.exitCode !== null) throw new Error(`Prometheus did not start: ${said}`);
    await once(child.stderr, 'data');
  }
  return {
    async query(expression) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: expression }),
      });
      const { status, error, data } = (await answer.json()) as {
        status: string;
        error?: string;
        data?: { result: unknown[] };
      };
      if (status !== 'success') throw new Error(`${expression}: ${error}`);
      return data?.result ?? [];
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
