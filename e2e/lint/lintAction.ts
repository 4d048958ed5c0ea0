import { splitActions } from '../../src/preview/readAction.js';
import { KEYWORDS } from '../../src/preview/versionTable.js';
import { actionSince } from '../../src/preview/versions.js';
import type { Fault, Rule } from './check.js';
import { isAction, MODIFIER_WORDS, remembered } from './known.js';
import { textFaults } from './lintText.js';

/** What an action does with the data beside it, and what is wrong with it. */
interface ActionLook {
  faults: Fault[];
  /** The kind of document that `data` holds, for `content:data` and the like. */
  embeds: string | null;
}

const ADDRESS = /^https?:\/\/[^/?#\s{}]/;

/** The faults of an address. A word in braces is filled in from some version on; any other stays as it is. */
export function addressFaults(address: string, build: number): Fault[] {
  const messages: string[] = [];
  if (!ADDRESS.test(address))
    messages.push(`"${address}" is not absolute: MSX takes it for an address of its own`);
  for (const [whole, word = ''] of address.matchAll(/\{([^{}]*)\}/g)) {
    const since = KEYWORDS.find(({ names }) => names.split(' ').includes(word))?.since ?? Infinity;
    if (since > build) messages.push(`"${whole}" stays in the address`);
  }
  return messages.map((message) => ({ rule: 'address', message }));
}

/**
 * Takes a request or an address with modifiers, as it stands in `menu[].data` and behind `content:`.
 * @param pluginUrl the only plugin's page that may be loaded: another one takes its place
 */
export function referenceFaults(text: string, build: number, pluginUrl: string | null): Fault[] {
  const rest = text.replace(/^(?:(?:user|auto|silent|accurate|resolve):)+/, '').split('>')[0]!;
  if (!rest.startsWith('request:')) return addressFaults(rest, build);
  const [, page] = /@(https?:.*)$/.exec(rest) ?? [];
  const fault = (message: string): Fault[] => [{ rule: 'plugin', message }];
  if (page === undefined)
    return fault(`"${text}" names no page, so it goes to whatever plugin is loaded by then`);
  if (pluginUrl !== null && page !== pluginUrl) return fault(`"${text}" loads another plugin, and ours goes`);
  return addressFaults(page, build);
}

/** Actions with an address, and how many words stand before it. */
const WITH_ADDRESS: Record<string, number> = {
  'menu': 1,
  'content': 1,
  'panel': 1,
  'playlist': 1,
  'slideshow': 1,
  'dictionary': 1,
  'video': 1,
  'audio': 1,
  'image': 1,
  'execute': 1,
  'replace': 3,
  'link': 1,
  'interaction:load': 2,
};

/** Words that stand in the place of an address. */
const NO_ADDRESS = /^(?:data|context|default|current)$/;

/** From which version on MSX has an action; null for none. Addresses play no part in it. */
const sinceOf = remembered((action = ''): number | null =>
  isAction(action.split(':')) ? actionSince(action) : null,
);

/** @param pluginUrl the only plugin's page that may be loaded; null = any */
export function lookAtAction(action: string, build: number, pluginUrl: string | null): ActionLook {
  const look: ActionLook = { faults: [], embeds: null };
  const add = (rule: Rule, message: string): void => void look.faults.push({ rule, message });
  const list = /^\[(.*)\]$/s.exec(action)?.[1];
  if (list !== undefined) {
    for (const one of splitActions(list)) look.faults.push(...lookAtAction(one, build, pluginUrl).faults);
    return look;
  }
  const words = action.split(':');
  const since = sinceOf(action.replace(/https?:\/\/[^>\s]*/g, 'http://x'));
  if (since === null) {
    add('action', `MSX has no action "${action}"`);
    return look;
  }
  if (since > build) add('version', `"${action}" came with 0.1.${since}: there is a warning before`);
  if (/^(?:info|success|warn|error)$/.test(words[0]!))
    for (const message of textFaults(words.slice(1).join(':'), build)) add('text', message);
  const before = WITH_ADDRESS[words.slice(0, 2).join(':')] ?? WITH_ADDRESS[words[0]!];
  if (before === undefined) return look;
  let at = before;
  // A scheme and `request` begin the address; whatever else may come before it is a modifier.
  while (MODIFIER_WORDS.has(words[at] ?? '') && words[at] !== 'request' && !NO_ADDRESS.test(words[at]!)) at++;
  const target = words.slice(at).join(':');
  if (NO_ADDRESS.test(target)) look.embeds = target === 'data' ? words[0]! : null;
  else if (!target.startsWith('json:')) look.faults.push(...referenceFaults(target, build, pluginUrl));
  return look;
}
