/** A GET that was sent before anybody could listen, and `Date.now()` when it was. */
export interface BegunRequest {
  request: XMLHttpRequest;
  sentAtMs: number;
}

/** @returns null where the URL cannot be one, or the page may not use its protocol */
export function beginGet(url: string): BegunRequest | null {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
    return { request, sentAtMs: Date.now() };
  } catch {
    return null;
  }
}
