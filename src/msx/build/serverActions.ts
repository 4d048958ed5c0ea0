// Actions that ask a server, or a plugin, what to do: `execute:…` POSTs JSON, and runs the action of the answer
// (Actions, Server Actions; Responses).
import type { ActionText } from '../types/actionText.js';
import { target } from './target.js';

interface ExecuteOptions {
  /** What is sent along: a code that the person enters, or what MSX says of it. All but `code` since 0.1.160. */
  attach?: 'code' | 'video' | 'slider' | 'info' | 'info:extended' | 'resume';
  /** Beside others: up to 128 at once, and no busy sign. @since 0.1.90 */
  service?: boolean;
  /** No busy sign, no word about an error. @since 0.1.160 */
  silent?: boolean;
  /** With cookies. */
  user?: boolean;
  /** As `application/json`, for which a browser asks first (CORS). @since 0.1.90 */
  accurate?: boolean;
}

/** @param address of the server, or a request to a plugin */
export const execute = (address: string, options: ExecuteOptions = {}): ActionText => {
  const { attach, service, silent, user, accurate } = options;
  const words = [service && 'service', attach, silent && 'silent', user && 'user', accurate && 'accurate'];
  return `execute:${words.filter(Boolean).concat(target(address)).join(':')}`;
};

/**
 * Hands a text to the plugin that is loaded: made by `dataIdOf`, it can be read by a router.
 * @since 0.1.160
 */
export const commitMessage = (text: string): ActionText => `interaction:commit:message:${text}`;

/**
 * Gets the action by GET, and sends nothing.
 * @since 0.1.160
 */
export const fetchAction = (address: string, options: Pick<ExecuteOptions, 'service'> = {}): ActionText =>
  `execute:${options.service ? 'service:' : ''}fetch:${target(address)}`;

/**
 * Hands what MSX says of it to the plugin that is loaded (`handleData`).
 * @since 0.1.160
 */
export const commit = (what: 'video' | 'slider' | 'info' | 'info:extended' | 'code'): ActionText =>
  `interaction:commit:${what}`;
