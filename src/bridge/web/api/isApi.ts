import type { FastifyRequest } from 'fastify';

const API = '/api/';

/**
 * Whether a request is for the API, by the route that it was given and, where it was given none, by its address,
 * in whatever spelling: `/%61pi/players` is `/api/players`.
 */
export function isApi({ url, routeOptions }: FastifyRequest): boolean {
  return readable(url).startsWith(API) || routeOptions.url?.startsWith(API) === true;
}

/** Without the percent signs of ASCII; what else they may spell stays. */
const readable = (url: string): string =>
  url.replace(/%([0-7][0-9a-f])/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)));
