/** The `plugin.config.json` that the bridge generates; the keys are the README's. */
export interface PluginConfig {
  menu: string;
  tagging: 'deep';
  broker: { url: string };
}

/**
 * The configuration for a TV that reached this bridge under `host`, so that one file fits every address of
 * the machine. `deep`, since a static gallery has no server that would tag its nested pages.
 * @param host the request's Host header, e.g. `192.168.1.20:8080`
 * @param menu the menu's URL, relative to the plugin page
 */
export function pluginConfig(host: string, menu: string): PluginConfig {
  return { menu, tagging: 'deep', broker: { url: `ws://${host}/mqtt` } };
}
