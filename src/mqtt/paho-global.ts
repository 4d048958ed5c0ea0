/**
 * What paho-mqtt takes for the global object; the build puts it there. Paho reads `localStorage` when it
 * loads, which throws on a TV that refuses storage, and would keep each message in flight there. We keep
 * our own, and our sessions are clean, so what it stores may be forgotten at once.
 */
export const pahoGlobal = {
  get WebSocket(): typeof WebSocket {
    return WebSocket;
  },
  ArrayBuffer,
  localStorage: {
    setItem: (): void => undefined,
    getItem: (): null => null,
    removeItem: (): void => undefined,
  },
};
