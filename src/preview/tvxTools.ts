import { secureAddress } from './secureAddress.js';
import { strToBool, strToNum } from './tvxValues.js';

interface Version {
  major: number;
  minor: number;
  patch: number;
}

function createVersion(version: unknown): Version {
  const [major = 0, minor = 0, patch = 0] = String(version)
    .split('.')
    .map((part) => strToNum(part.replace(/\D.*$/, ''), 0));
  return { major, minor, patch };
}

export function checkVersion(current: unknown, least: unknown): boolean {
  const a = createVersion(current);
  const b = createVersion(least);
  if (a.major !== b.major) return a.major > b.major;
  return a.minor !== b.minor ? a.minor > b.minor : a.patch >= b.patch;
}

const isFullStr = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const strValue = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const utf8Encode = (text: string): string =>
  encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
const utf8Decode = (bytes: string): string =>
  decodeURIComponent(bytes.replace(/[^]/g, (one) => `%${`0${one.charCodeAt(0).toString(16)}`.slice(-2)}`));
const base64Encode = (text: string): string => window.btoa(utf8Encode(text));
const base64Decode = (text: string): string =>
  utf8Decode(window.atob(text.replace(/-/g, '+').replace(/_/g, '/')));

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const htmlEscape = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
const htmlUnescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => {
    const found = Object.keys(ENTITIES).filter((one) => ENTITIES[one] === entity)[0];
    return found ?? entity;
  });

const prefix = (suffix: string): string => `${window.location.protocol}//${suffix}`;
const host = (suffix: string): string => prefix(`${window.location.host}/${suffix}`);
const path = (suffix: string): string =>
  `${window.location.href.replace(/[?#].*$/, '').replace(/[^/]*$/, '')}${suffix}`;

/** `TVXTools`, as far as plugins use it (plugins/plugin-api-reference): what is missing here fails loudly. */
export const tvxTools = {
  createVersion,
  checkVersion,
  createKey: (length = 8): string => {
    let key = '';
    while (key.length < length) key += Math.random().toString(36).slice(2);
    return key.slice(0, length);
  },
  isFullStr,
  isBool: (value: unknown) => typeof value === 'boolean',
  isNum: (value: unknown) => typeof value === 'number' && !isNaN(value),
  isArray: (value: unknown) => Array.isArray(value),
  isValid: (value: unknown) => value !== undefined && value !== null,
  isId: (value: unknown) => /^[A-Za-z0-9_.-]+$/.test(strValue(value)),
  isHttpUrl: (value: unknown) => /^https?:\/\//.test(strValue(value)),
  strValue,
  strFullCheck: (value: unknown, otherwise: unknown) => (isFullStr(value) ? value : otherwise),
  strTrim: (value: unknown) => strValue(value).trim(),
  strTruncate: (value: unknown, length: number) => {
    const text = strValue(value);
    return text.length > length ? `${text.slice(0, length)}...` : text;
  },
  strReplace: (value: unknown, find: string, replacement: unknown) =>
    strValue(value).split(find).join(strValue(replacement)),
  strToBool,
  strToNum,
  strToUrlStr: (value: unknown) => encodeURIComponent(strValue(value)),
  htmlEscape,
  htmlUnescape,
  htmlAttrEscape: htmlEscape,
  htmlAttrUnescape: htmlUnescape,
  base64Encode,
  base64EncodeUrl: (text: string) =>
    base64Encode(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''),
  base64Decode,
  base64DecodeUrl: base64Decode,
  utf8Encode,
  utf8Decode,
  serialize: (value: unknown) => JSON.stringify(value),
  deserialize: (text: string): unknown => JSON.parse(text),
  isSecureContext: () => window.location.protocol === 'https:',
  secureUrl: (url: string) => secureAddress(url, 'document', window.location.protocol === 'https:', 0),
  getPrefixUrl: prefix,
  getHostUrl: host,
  getPathUrl: path,
  getAbsoluteUrl: (url: string) => {
    const anchor = document.createElement('a');
    anchor.href = url;
    return anchor.href;
  },
};
