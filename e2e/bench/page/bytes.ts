import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { bundleEs5, scriptsOfThePage, partSizes } from '../../../esbuild.config.mjs';
import type { Figure } from '../figure.js';

const KB = 1024;
const GOAL_GZIPPED_KB = 40;
/** What a TV reads before it can answer with the menu of the last time. */
const GOAL_FIRST_STAGE_KB = 4;
/** … and before it can fetch and tag a document. */
const GOAL_DOCUMENTS_KB = 14;
/** The official library as observed, version 0.0.79: it is not ours to keep here. */
const TVX_KB = { raw: 101, gzipped: 27 };

interface Size {
  raw: number;
  gzipped: number;
}

const sizeOf = (text: string): Size => ({
  raw: Buffer.byteLength(text),
  gzipped: gzipSync(text, { level: 9 }).length,
});

/** The page's stages in their order: the running scripts, then the blocks that are inert until their turn. */
function stagesOf(html: string): { first: string; documents: string | null } {
  const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script!);
  const documents = /<script type="text\/plain" id="documents">([^]*?)<\/script>/.exec(html);
  return { first: scripts.join('\n'), documents: documents?.[1] ?? null };
}

/** 5. The page as it is sent, against TVX itself, and its parts, against MQTT.js lowered the same way. */
export async function bytes(page: string, library: string | undefined): Promise<Figure[]> {
  const html = readFileSync(page, 'utf8');
  const whole = sizeOf(html);
  const { first, documents } = stagesOf(html);
  const atMost = (kilobytes: number): Figure['goal'] => ({ of: 'value', atMost: kilobytes });
  const tvx = library ? sizeOf(readFileSync(library, 'utf8')) : null;
  const scripts = (await scriptsOfThePage()) as { bundle: string }[];
  const bundles = scripts.map(({ bundle }) => bundle);
  const parts = (await partSizes(bundles.join('\n'))) as (Size & { part: string })[];
  const mqtt = sizeOf((await bundleEs5('mqtt')).script);
  const inKb = (
    what: string,
    value: number,
    baseline: string,
    baselineValue: number,
    goal: Figure['goal'] = null,
  ): Figure => ({
    benchmark: '5 bytes',
    engine: 'build',
    what,
    value: value / KB,
    unit: 'KB',
    baseline,
    baselineValue: baselineValue / KB,
    goal,
  });
  const tvxName = tvx ? 'this TVX library' : 'TVX 0.0.79, as observed';
  const tvxBytes = tvx ?? { raw: TVX_KB.raw * KB, gzipped: TVX_KB.gzipped * KB };
  return [
    inKb('plugin.html', whole.raw, tvxName, tvxBytes.raw),
    inKb('plugin.html, gzipped', whole.gzipped, tvxName, tvxBytes.gzipped, atMost(GOAL_GZIPPED_KB)),
    inKb(
      'what runs first, gzipped',
      sizeOf(first).gzipped,
      tvxName,
      tvxBytes.gzipped,
      atMost(GOAL_FIRST_STAGE_KB),
    ),
    inKb(
      'what is parsed until documents can be fetched, gzipped',
      sizeOf(`${first}\n${documents ?? ''}`).gzipped,
      tvxName,
      tvxBytes.gzipped,
      atMost(GOAL_DOCUMENTS_KB),
    ),
    ...parts.map(({ part, gzipped }) =>
      inKb(`${part}, gzipped`, gzipped, 'MQTT.js, lowered the same way', mqtt.gzipped),
    ),
  ];
}
