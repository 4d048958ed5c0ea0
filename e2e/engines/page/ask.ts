/** Whatever the lab does for a page is over long before. */
const PATIENCE_MS = 20_000;

/**
 * Asks the lab's server, by the one way that all engines have.
 * @returns the answer, parsed; rejected with the server's sentence where the status is not 200
 */
export function ask(path: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const timer = setTimeout(
      () => reject(new Error(`${path} was not answered within ${PATIENCE_MS} ms: ${JSON.stringify(body)}`)),
      PATIENCE_MS,
    );
    request.open('POST', path);
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = () => {
      clearTimeout(timer);
      if (request.status === 200) resolve(JSON.parse(request.responseText) as unknown);
      else reject(new Error(request.responseText || `${path} was answered with ${request.status}`));
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(new Error(`${path} was not answered`));
    };
    request.send(JSON.stringify(body));
  });
}
