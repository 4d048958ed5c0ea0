import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../src/preview/fields.js';
import { place } from '../../src/preview/place.js';
import { versionNumber } from '../../src/preview/versions.js';
import {
  deeper,
  type Check,
  type DocumentKind,
  type Fault,
  type Finding,
  type LintOptions,
} from './check.js';
import { lookAtAction, referenceFaults } from './lintAction.js';
import { lookAtActionOf, lookAtContext, lookAtOptionsOf, lookAtPage, lookAtProperties } from './lintItem.js';
import { lookAtTemplate } from './lookAtTemplate.js';
import { textFaults } from './lintText.js';

/**
 * Checks one document as a server gives it against what MSX documents of it. A document in a `response` is looked
 * at inside.
 */
export function lintDocument(document: unknown, given: LintOptions): Finding[] {
  const findings: Finding[] = [];
  const check: Check = {
    options: { pluginUrl: null, dispensable: {}, ...given },
    build: versionNumber(given.version),
    found: (rule, at, message) => void findings.push({ rule, at, message }),
    foundAll: (at, faults) => faults.forEach(({ rule, message }) => check.found(rule, at, message)),
    look: (value, kind, at) => {
      const before = findings.length;
      if (!isFields(value)) check.found('shape', '', 'it is no object');
      else if (kind === 'menu') lookAtMenu(check, value);
      else lookAtContent(check, value, kind);
      for (const finding of findings.slice(before))
        finding.at = at === '' ? finding.at : deeper(at, finding.at);
    },
  };
  const wrapped = isFields(document) && isFields(document.response) ? document.response : null;
  if (wrapped && wrapped.status !== 200) {
    if (textOf(wrapped.message) === '') check.found('shape', 'response.message', 'it says nothing');
    for (const message of textFaults(textOf(wrapped.message), check.build))
      check.found('text', 'response.message', message);
    return findings;
  }
  const inside = wrapped ? wrapped.data : document;
  if (given.kind !== 'start') check.look(inside, given.kind, '');
  else if (isFields(inside)) lookAtStart(check, inside);
  else check.found('shape', '', 'it is no object');
  return findings;
}

function lookAtStart(check: Check, root: Fields): void {
  const { build, found } = check;
  for (const key of ['name', 'version', 'parameter'])
    if (textOf(root[key]) === '') found('shape', key, 'a start object has to have it');
  lookAtProperties(check, 'start', root, '');
  const parameter = textOf(root.parameter);
  // filled in for the start object alone (Start Object)
  const filled = parameter.replace(/\{PREFIX\}/g, 'http://').replace(/\{SERVER\}/g, 'host:80');
  const since = /\{PREFIX\}/.test(parameter) ? 97 : /\{SERVER\}/.test(parameter) ? 65 : 0;
  if (since > build) found('version', 'parameter', `the word in braces is filled in since 0.1.${since}`);
  if (!/^(?:menu|content):/.test(filled)) found('shape', 'parameter', 'it begins with menu: or content:');
  else check.foundAll('parameter', lookAtAction(filled, build, null).faults);
}

/** What the roots of menus and of content have in common. */
function lookAtRoot(check: Check, part: 'menuRoot' | 'contentRoot', root: Fields): void {
  lookAtProperties(check, part, root, '');
  lookAtActionOf(check, root, '');
  if (isFields(root.ready)) lookAtActionOf(check, root.ready, 'ready');
  lookAtOptionsOf(check, root, '');
}

function lookAtContent(check: Check, root: Fields, kind: Exclude<DocumentKind, 'start' | 'menu'>): void {
  const { found } = check;
  lookAtRoot(check, 'contentRoot', root);
  const isRow = kind === 'playlist' || kind === 'slideshow';
  const hasTemplate = isFields(root.template) && Array.isArray(root.items);
  if (isRow && !hasTemplate) found('shape', '', `a ${kind} needs template and items`);
  if (!hasTemplate && root.items !== undefined)
    found('shape', 'items', 'without a template they are ignored');
  if (hasTemplate && root.pages !== undefined) found('shape', 'pages', 'beside a template they are ignored');
  if (hasTemplate) lookAtTemplate(check, fieldsOf(root.template), listOf(root.items), isRow);
  for (const key of ['pages', 'inserts'])
    listOf(root[key]).forEach((one, index) => lookAtPage(check, one, `${key}.${index}`));
  for (const key of ['header', 'footer', 'overlay', 'underlay'])
    if (isFields(root[key])) lookAtPage(check, root[key], key);
  if (isRow) return; // nothing of it is placed
  for (const message of place(root, kind === 'panel', check.options.version).warnings)
    found('placement', '', message);
}

function lookAtMenu(check: Check, root: Fields): void {
  const { found } = check;
  lookAtRoot(check, 'menuRoot', root);
  if (!Array.isArray(root.menu) || (root.menu.length === 0 && root.reference === undefined)) {
    found('shape', 'menu', 'a menu has items');
    return;
  }
  const ids = new Set<string>();
  listOf(root.menu).forEach((one, index) => {
    const here = `menu.${index}`;
    lookAtProperties(check, 'menuItem', one, here);
    lookAtContext(check, one, here);
    const id = textOf(one.id);
    if (id !== '' && (!/^[A-Za-z0-9_.-]+$/.test(id) || ids.has(id)))
      found(
        'placement',
        `${here}.id`,
        `the ID "${id}" is taken, or has other signs than letters, digits, - _ .`,
      );
    ids.add(id);
    lookAtOptionsOf(check, one, here);
    if (isFields(one.data)) check.look(one.data, 'content', `${here}.data`);
    else if (typeof one.data === 'string') check.foundAll(`${here}.data`, dataFaults(one.data, check));
    else if (one.type === undefined || one.type === 'default') found('shape', here, 'it leads nowhere');
  });
}

/** `data` of a menu item: an address, a request; no action. */
const dataFaults = (text: string, { build, options }: Check): Fault[] =>
  /^(?:menu|content|panel|video|audio|image):/.test(text)
    ? [{ rule: 'action', message: `"${text}" is an action, and an address is wanted` }]
    : text.startsWith('json:')
      ? []
      : referenceFaults(text, build, options.pluginUrl);
