import type { FastifyRequest } from 'fastify';

const API = '/api/';

/**
 * Whether a request is for the API, by the route that it was given: `/%61pi/players` is a spelling of
 * `/api/players`, so that the address alone does not tell.
 */
export function isApi({ url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith(API) || routeOptions.url?.startsWith(API) === true;
}
