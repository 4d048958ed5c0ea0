/** Where the running bridge is found. */
export interface BridgeUrls {
  /** The preview, for a browser on this machine. */
  preview: string;
  /** The dashboard, for a browser on this machine. */
  dashboard: string;
  /** The broker, for clients on this machine. */
  broker: string;
  /** One entry per address that a TV can use. */
  tvs: TvAddress[];
}

/** What to type into MSX on a TV. */
export interface TvAddress {
  /** Settings → Start Parameter → Setup wants only this, e.g. `192.168.1.20:8080`. */
  setup: string;
  /** The full start parameter, for MSX's `start` URL parameter and for start documents. */
  startParameter: string;
}

/** @param addresses the machine's addresses in the local network */
export function bridgeUrls(port: number, addresses: readonly string[]): BridgeUrls {
  return {
    preview: `http://localhost:${port}/preview`,
    dashboard: `http://localhost:${port}/`,
    broker: `ws://localhost:${port}/mqtt`,
    tvs: addresses.map((address) => {
      const setup = `${address.includes(':') ? `[${address}]` : address}:${port}`;
      return { setup, startParameter: `menu:request:interaction:init@http://${setup}/plugin.html` };
    }),
  };
}
