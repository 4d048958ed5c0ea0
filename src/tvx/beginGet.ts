/** A GET that was sent before anybody could listen, and `Date.now()` when it was. */
export interface BegunRequest {
  request: XMLHttpRequest;
  sentAtMs: number;
}

/**
 * @param withCredentials cookies as well; its host must then allow this page by name (CORS)
 * @returns null where the URL cannot be one, or the page may not use its protocol
 */
export function beginGet(url: string, withCredentials = false): BegunRequest | null {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.withCredentials = withCredentials; // older engines take it from an open request only
    request.send();
    return { request, sentAtMs: Date.now() };
  } catch {
    return null;
  }
}
