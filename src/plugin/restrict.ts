/**
 * From here on the page runs no other script than the two that it may add, and takes nothing else in. The policy is
 * set by the page itself: in the markup it could not name the owner's host, and engines fetch nothing ahead of a
 * policy in the markup, which would cost the first menu its head start.
 * @param scripts their addresses
 */
export function restrict(document: Document, scripts: string[]): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  const sources = scripts.map((url) => url.replace(/;/g, '%3B').replace(/,/g, '%2C')).join(' ');
  policy.content = `script-src ${sources}; object-src 'none'; base-uri 'none'; frame-src 'none'`;
  document.head.appendChild(policy);
}
