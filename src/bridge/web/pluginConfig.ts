import { COMMAND_TYPES } from '../commands/commandTypes.js';

/** The `plugin.config.json` that the bridge generates; the keys are the README's. */
interface PluginConfig {
  menu: string;
  tagging: 'deep' | 'links';
  broker: { url: string };
  /** Whoever runs the bridge may have a TV do all that it can. */
  remote: string[];
  artworkUrl: string;
  playback: true;
}

/**
 * The configuration for a TV that reached this bridge under `host`, so that one file fits every address of
 * the machine. The media library tags its documents itself; the sample gallery is plain files, whose nested
 * pages the plugin has to tag (`deep`).
 * @param protocol what the page came by: a secure page can use a secure broker only
 * @param host the request's Host header, e.g. `192.168.1.20:8080`
 * @param menu the menu's URL, relative to the plugin page
 * @param brokerUrl of a broker that TVs reach by another name; undefined = the bridge's own
 */
export function pluginConfig(
  protocol: 'http' | 'https',
  host: string,
  menu: string,
  tagging: 'deep' | 'links',
  brokerUrl?: string,
): PluginConfig {
  return {
    menu,
    tagging,
    broker: { url: brokerUrl ?? `${protocol === 'https' ? 'wss' : 'ws'}://${host}/mqtt` },
    remote: [...COMMAND_TYPES],
    artworkUrl: `${protocol}://${host}/vault/{storage_shard}/{storage_key}.{format}`,
    playback: true,
  };
}
