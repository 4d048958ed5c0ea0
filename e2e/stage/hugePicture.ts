import { gunzipSync } from 'node:zlib';

/** Compressed twice, since one time leaves what can be compressed again. */
const PACKED =
  'H4sIAAAAAAACA5Pv5mAAASbmt1cc/YIDJdoe/v9y6XbR5RO5GdxhvBIu0cqNohcalcMPBiXwrjukaK1gGNtyjfFNgyKzU79Bjo+vyjTO85PLv/CfeyA954/y/67zgetMTz+LijQ7HbY6J7w0dO368L3i0nOrVm/fu/eqNE9b/rfytvXf4vjZds8v+36vXqJeZv8dSwsrCdm3/ccWt7sHrb666tbVtNDcvrbmhy/mP31/MVd+vux80ZXSvXlauzT9F8trHl306N+d34+lKsXmKrku1nvV8UWXYRSMglEwCkbB4AcVfWafTH6VenVfX/3ZpvvbX1NT6eWfZcot84rvPNlxrnDmY6X214/XfT48uf3obm8x/aBZKtW2Dx/xdq/P+Ph0v5flx9U2bx9lfroW97/6Y2RJl0ivxrvp6/bXVap7TlIZRaNoFI2iUTSKRtEoojeqanua+WW35tEmUMumTCto1hXsLZv9uvc2/OgSWz9dZ96hR9oRf57nH41ZNtX6si4DAMce9UeQDwAA';

/**
 * A grey picture of 16,000 × 16,000 as a progressive JPEG without subsampling, made by sharp: 3 MB that take
 * 1.5 GB to read, since such a file tells the whole picture again and again, each time more exactly.
 */
export const hugePicture = (): Buffer => gunzipSync(gunzipSync(Buffer.from(PACKED, 'base64')));
