import { createHmac } from 'node:crypto';

/** Whoever takes longer is as good as away. */
const TIMEOUT_MS = 10_000;

/** The signature of a body: `sha256=` and the HMAC (RFC 2104) in hexadecimal. */
const signatureOf = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/**
 * Posts a body to an address, signed where there is a secret.
 * @throws where no 2xx comes back within ten seconds; a redirect is none
 */
export async function sendWebhook(url: string, secret: string | null, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === null ? {} : { 'x-msx-bridge-signature': signatureOf(body, secret) }),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}
