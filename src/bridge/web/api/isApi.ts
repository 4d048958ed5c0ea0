import type { FastifyRequest } from 'fastify';
import { METRICS_PATH } from '../../health/addHealthRoutes.js';

const API = '/api/';
/** What TVs ask for, from wherever their plugin lies. */
const PLAYER_API = '/api/player/';

/**
 * Whether a request is for the API, by the route that it was given and, where it was given none, by its address,
 * in whatever spelling: `/%61pi/players` is `/api/players`. What is measured tells as much, and is a part of it.
 */
export function isApi(request: FastifyRequest): boolean {
  const { url, routeOptions } = request;
  const route = routeOptions.url;
  if (isPlayerApi(request)) return false;
  return readable(url).startsWith(API) || route?.startsWith(API) === true || route === METRICS_PATH;
}

/** Whether a request is for what TVs ask for before they have a token. A route of the API is none, however it is spelled. */
export const isPlayerApi = ({ url, routeOptions }: FastifyRequest): boolean =>
  (routeOptions.url ?? readable(url)).startsWith(PLAYER_API);

/** Without the percent signs of ASCII; what else they may spell stays. */
const readable = (url: string): string =>
  url.replace(/%([0-7][0-9a-f])/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)));
