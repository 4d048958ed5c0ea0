/** A request that was sent before anybody could listen, and `Date.now()` when it was. */
export interface BegunRequest {
  request: XMLHttpRequest;
  sentAtMs: number;
}

/**
 * Sends a GET; or, where there is a body, a POST.
 * @param withCredentials cookies as well; its host must then allow this page by name (CORS)
 * @param bearer what proves to the host who asks (`Authorization: Bearer`); null: nothing
 * @param body is sent as JSON
 * @returns null where the URL cannot be one, or the page may not use its protocol
 */
export function beginRequest(
  url: string,
  withCredentials = false,
  bearer: string | null = null,
  body: object | null = null,
): BegunRequest | null {
  try {
    const request = new XMLHttpRequest();
    request.open(body ? 'POST' : 'GET', url);
    request.withCredentials = withCredentials; // older engines take it from an open request only
    if (bearer) request.setRequestHeader('Authorization', `Bearer ${bearer}`);
    if (body) request.setRequestHeader('Content-Type', 'application/json');
    request.send(body && JSON.stringify(body));
    return { request, sentAtMs: Date.now() };
  } catch {
    return null;
  }
}
