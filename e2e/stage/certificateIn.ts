import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Makes a certificate that nobody has signed, with a key of the kind that Let's Encrypt gives today.
 * @returns the files in the folder; null where there is no openssl
 */
export function certificateIn(folder: string): { key: string; certificate: string } | null {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    execFileSync('openssl', [...kind, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', certificate], {
      stdio: 'pipe',
    });
    return { key, certificate };
  } catch {
    return null; // what needs TLS says that it is skipped
  }
}
