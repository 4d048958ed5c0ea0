import type { JsonObject } from '../msx/json.js';
import { createChannelPages } from '../pages/createChannelPages.js';
import { textOf } from '../pages/foreignValues.js';
import type { PageTools } from '../pages/pageTools.js';
import { createChannels } from '../remote/createChannels.js';
import { readMsxReport } from '../report/readScreenEvent.js';
import type { Settings } from './defaultSettings.js';
import type { Plugin } from './plugin.js';
import type { PluginNotice } from './pluginCodes.js';

/**
 * The pages of the broker's channels, and of those that the owner offers.
 * @param failed the document that says what is wrong, in the place of the one that `dataId` asked for
 */
export const channelPages = (
  plugin: Plugin,
  tools: PageTools,
  { channels, reaction }: Settings,
  failed: (message: string, dataId: string) => JsonObject,
  log: (notice: PluginNotice) => void,
) =>
  createChannelPages(tools, {
    source: createChannels({
      // The stage that gives both runs before this one.
      ask: plugin.ask!,
      world: plugin.world!,
      left: (message) => log({ code: 'list-failed', level: 'error', message }),
    }),
    offered: channels.map((one) =>
      typeof one === 'string'
        ? { channel: one, label: null }
        : { channel: one.channel, label: textOf(one.label) || null },
    ),
    reaction,
    isRandom: () => plugin.info().then((info) => readMsxReport(info).random),
    failed,
  });
