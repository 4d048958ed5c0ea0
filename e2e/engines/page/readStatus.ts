import { frameText } from './frameText.js';
import { type Host, shows } from './openHost.js';

/**
 * Waits for the status page, and goes on to its second page, which says how reporting is.
 * @param keys lead from where the focus is to the second page
 * @returns the text of both
 */
export function readStatus(host: Host, ...keys: string[]): Promise<string> {
  let first = '';
  return host
    .until('the status page', shows('Status of this TV'))
    .then(() => {
      first = frameText();
      return host.press(...keys);
    })
    .then(() => host.until('its second page', () => frameText().indexOf('Reporting') >= 0))
    .then(() => first + frameText());
}
