/** A host name or address with an optional port: what a Host header may hold (RFC 9110, 7.2). */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

export const isHost = (text: string): boolean => HOST.test(text);
