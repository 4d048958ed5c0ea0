import { COMMAND_TYPES } from '../commands/commandTypes.js';

/** The `plugin.config.json` that the bridge generates; the keys are the README's. */
interface PluginConfig {
  menu: string;
  tagging: 'deep' | 'links';
  broker: { url: string };
  /** Whoever runs the bridge may have a TV do all that it can. */
  remote: string[];
  /** Not where links need a signature: what a TV fills in has none. */
  artworkUrl?: string;
  playback: true;
  /** Where the TV asks for its token. */
  registration?: string;
}

/**
 * The configuration for a TV that reached this bridge under `host`, so that one file fits every address of
 * the machine. The media library tags its documents itself; the sample gallery is plain files, whose nested
 * pages the plugin has to tag (`deep`).
 * @param protocol what the page came by: a secure page can use a secure broker only
 * @param host the request's Host header, e.g. `192.168.1.20:8080`
 * @param menu the menu's URL, relative to the plugin page
 * @param hasTokens whether TVs need a token, and links a signature
 * @param brokerUrl of a broker that TVs reach by another name; undefined = the bridge's own
 */
export function pluginConfig(
  protocol: 'http' | 'https',
  host: string,
  menu: string,
  {
    tagging,
    hasTokens,
    brokerUrl,
  }: { tagging: 'deep' | 'links'; hasTokens: boolean; brokerUrl?: string | undefined },
): PluginConfig {
  const origin = `${protocol}://${host}`;
  return {
    menu,
    tagging,
    broker: { url: brokerUrl ?? `${protocol === 'https' ? 'wss' : 'ws'}://${host}/mqtt` },
    remote: [...COMMAND_TYPES],
    ...(hasTokens ? {} : { artworkUrl: `${origin}/vault/{storage_shard}/{storage_key}.{format}` }),
    playback: true,
    ...(hasTokens ? { registration: `${origin}/api/player` } : {}),
  };
}
