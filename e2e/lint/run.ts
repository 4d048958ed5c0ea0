// `npx tsx e2e/lint/run.ts FOLDER`: whether the documents in a folder have the types of src/msx/types.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { typeFaults } from './typeFaults.js';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npx tsx e2e/lint/run.ts FOLDER');
  process.exitCode = 2;
} else {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  const documents = await Promise.all(
    files.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })),
  );
  const faults = typeFaults(documents);
  for (const { name, line, message } of faults) console.log(`${name}:${line}: ${message}`);
  console.log(`${documents.length} documents, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
