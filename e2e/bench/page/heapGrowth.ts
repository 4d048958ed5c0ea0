import { formatTable } from '../../stage/formatColumns.js';
import type { DevTools } from './connectDevTools.js';

/** As V8 writes it: `nodes` holds as many numbers for each object as there are fields; a name is a place in `strings`. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
  strings: string[];
}

interface Share {
  count: number;
  bytes: number;
}

/** What the heap of a page holds, by kind and constructor. */
export type Heap = Map<string, Share>;

/** Their names are their contents. */
const NAMELESS = ['string', 'concatenated string', 'sliced string', 'number', 'heap number', 'bigint'];
const NAME_LENGTH = 60;
const ROWS = 25;

function readSnapshot(text: string): Heap {
  const { snapshot, nodes, strings } = JSON.parse(text) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const heap: Heap = new Map();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[0][nodes[at + type!]!]!;
    const own = strings[nodes[at + name!]!]!.slice(0, NAME_LENGTH);
    const key = NAMELESS.includes(kind) ? kind : `${kind}: ${own}`;
    const share = heap.get(key) ?? { count: 0, bytes: 0 };
    heap.set(key, { count: share.count + 1, bytes: share.bytes + nodes[at + size!]! });
  }
  return heap;
}

/** After a collection, which the engine does for this by itself. */
export async function takeHeap(devTools: DevTools): Promise<Heap> {
  const chunks: string[] = [];
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(String(chunk)));
  await devTools.send('HeapProfiler.takeHeapSnapshot');
  return readSnapshot(chunks.join(''));
}

/** What there is more of, the most first. */
export function formatGrowth(before: Heap, after: Heap): string {
  const none: Share = { count: 0, bytes: 0 };
  const rows = [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => {
      const [was, is] = [before.get(what) ?? none, after.get(what) ?? none];
      return { what, count: is.count - was.count, bytes: is.bytes - was.bytes };
    })
    .sort((a, b) => b.bytes - a.bytes);
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return formatTable(
    [
      ['grown', 'objects', 'bytes'],
      ['all together', '', String(total)],
      ...rows.slice(0, ROWS).map(({ what, count, bytes }) => [what, String(count), String(bytes)]),
    ],
    (column) => column > 0,
  );
}
