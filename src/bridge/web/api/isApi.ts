import type { FastifyRequest } from 'fastify';
import { METRICS_PATH } from '../../health/addHealthRoutes.js';

const API = '/api/';

/**
 * Whether a request is for the API, by the route that it was given and, where it was given none, by its address,
 * in whatever spelling: `/%61pi/players` is `/api/players`. What is measured tells as much, and is a part of it.
 */
export function isApi({ url, routeOptions }: FastifyRequest): boolean {
  const route = routeOptions.url;
  return readable(url).startsWith(API) || route?.startsWith(API) === true || route === METRICS_PATH;
}

/** Without the percent signs of ASCII; what else they may spell stays. */
const readable = (url: string): string =>
  url.replace(/%([0-7][0-9a-f])/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)));
