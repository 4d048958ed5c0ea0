// `npm run build` makes dist/, what to put on a web host; `npm run dev` shows the plugin in a small MSX.
import { buildPlugin, developPlugin } from 'msx-player-plugin/build';

const options = {
  entry: 'src/plugin.ts',
  // Reporting, tagging and the rest: msx-player-plugin's README, "Configuration". Without a broker nothing is reported.
  config: 'plugin.config.json',
  files: 'public',
};
if (process.argv.includes('--dev')) await developPlugin(options);
else await buildPlugin(options);
