import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, type SelfsignedOptions } from 'selfsigned';

/** Whom a certificate is signed by, and with which key. */
type Signer = Awaited<ReturnType<typeof generate>>;

type Extensions = NonNullable<SelfsignedOptions['extensions']>;

const AUTHORITY: Extensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];
const SERVER: Extensions = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', serverAuth: true },
  { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
];

const sign = (name: string, extensions: Extensions, by?: Signer): Promise<Signer> =>
  generate([{ name: 'commonName', value: name }], {
    ...{ keyType: 'ec', algorithm: 'sha256', extensions },
    ...(by ? { ca: { key: by.private, cert: by.cert } } : {}),
  });

/**
 * Makes `fullchain.pem` and `privkey.pem` as Let's Encrypt gives them today: a certificate for `localhost`, with the
 * one of the authority that has signed it after it, and a key on the curve P-256.
 * @returns the file of the authority above that one, which clients have to know
 */
export async function certificateChainIn(folder: string): Promise<string> {
  const root = await sign('root', AUTHORITY);
  const between = await sign('between', AUTHORITY, root);
  const server = await sign('localhost', SERVER, between);
  const authority = join(folder, 'root.pem');
  await writeFile(authority, root.cert);
  await writeFile(join(folder, 'fullchain.pem'), `${server.cert}\n${between.cert}\n`);
  await writeFile(join(folder, 'privkey.pem'), server.private, { mode: 0o600 });
  return authority;
}
