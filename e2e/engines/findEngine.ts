import { errorText } from '../stage/errorText.js';
import { findBrowser } from '../stage/findBrowser.js';
import { ENGINE_TABLE, TODAY, TODAY_ENTRY } from './engineTable.js';
import { fetchEngine } from './fetchEngine.js';

/** An engine that can be started. */
export interface Engine {
  name: string;
  family: 'webkit' | 'chromium';
  tvs: string;
  program: string;
}

/** An engine that is not there, and why. */
interface MissingEngine {
  name: string;
  tvs: string;
  missing: string;
}

/** Oldest first, today's last. */
export const ENGINE_NAMES: string[] = ENGINE_TABLE.map(({ name }) => name).concat(TODAY);

/** Never throws: an engine that cannot be had is `missing`, with a sentence. */
export async function findEngine(name: string): Promise<Engine | MissingEngine> {
  const entry = ENGINE_TABLE.find((one) => one.name === name) ?? TODAY_ENTRY;
  const { tvs, family } = entry;
  try {
    if (process.platform === 'linux' && process.arch === 'x64')
      return { name, tvs, family, program: await fetchEngine(entry) };
    if (entry === TODAY_ENTRY) return { name, tvs, family, program: (await findBrowser()).executablePath };
    return { name, tvs, missing: `it exists for Linux x64, this is ${process.platform} ${process.arch}` };
  } catch (error) {
    return { name, tvs, missing: errorText(error) };
  }
}
