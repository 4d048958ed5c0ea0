/**
 * Asks the lab's server, by the one way that all engines have.
 * @returns the answer, parsed; rejected with the server's sentence where the status is not 200
 */
export function ask(path: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as unknown);
      else reject(new Error(request.responseText || `${path} was answered with ${request.status}`));
    };
    request.onerror = () => reject(new Error(`${path} was not answered`));
    request.send(JSON.stringify(body));
  });
}
