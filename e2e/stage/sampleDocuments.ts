import { tone } from './wav.js';
import type { Answer } from './startServer.js';

/** A picture with a number on it. */
export function picture(text: string, color: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 64 36"><rect width="64" height="36" fill="${color}"/><circle cx="48" cy="10" r="6" fill="#fff" opacity=".6"/><path d="M0 36l18-20 12 12 10-8 24 16z" fill="#0008"/><text x="6" y="14" font-size="10" fill="#fff">${text}</text></svg>`;
}

const svg = (text: string, color: string): Answer => ({ type: 'image/svg+xml', body: picture(text, color) });

const SEEN = { 'image:trigger': 'interaction:commit:slider' };

/** The third picture is missing on purpose. */
const pictures = (at: string) => ({
  headline: 'Pictures',
  template: { type: 'separate', layout: '0,0,4,3', imageFiller: 'cover', action: 'image:context' },
  items: ['One', 'Two', 'Broken', 'Four', 'Five', 'Six', 'Seven', 'Eight'].map((name, index) => ({
    id: `p${index + 1}`,
    title: name,
    titleFooter: `{ico:image} ${index + 1} of 8`,
    image: `${at}/media/${index + 1}.svg`,
    imageLabel: `Picture ${name}`,
    badge: index === 0 ? 'New' : null,
    properties: { ...SEEN, 'makapix:post_id': String(index + 1) },
  })),
});

/** So is the third sound. */
const sounds = (at: string) => ({
  type: 'list',
  headline: 'Sounds',
  template: { type: 'control', layout: '0,0,12,1', icon: 'music-note' },
  items: [
    {
      id: 's1',
      label: 'Short tone',
      playerLabel: 'Short tone',
      extensionLabel: '0:01',
      action: `audio:${at}/media/short.wav`,
      properties: {
        'makapix:post_id': '101',
        'trigger:load': 'interaction:commit:message:load',
        'trigger:ready': 'interaction:commit:message:ready',
        'trigger:start': 'interaction:commit:message:start',
        'trigger:end': 'interaction:commit:message:end',
      },
    },
    { id: 's2', label: 'Long tone', extensionLabel: '1:00', action: `audio:${at}/media/long.wav` },
    {
      id: 's3',
      label: 'Missing sound',
      extensionIcon: 'warning',
      action: `audio:${at}/media/none.wav`,
    },
  ],
});

/** One of each kind of item. */
const kinds = (at: string) => ({
  pages: [
    {
      headline: 'first page',
      items: [
        {
          type: 'teaser',
          layout: '0,0,6,4',
          id: 'teaser',
          title: 'Teaser',
          titleFooter: 'with a footer, {txt:msx-yellow:yellow}',
          image: `${at}/media/4.svg`,
          imageFiller: 'cover',
          tag: 'Tag',
          action: 'info:Teaser',
        },
        {
          layout: '6,0,3,2',
          id: 'text',
          headline: 'Headline',
          text: 'Text in{br}two lines',
          action: `panel:${at}/docs/panel.json`,
        },
        {
          layout: '9,0,3,2',
          id: 'colour',
          color: 'msx-red',
          title: 'Red',
          stamp: 'Stamp',
          progress: 0.4,
        },
        {
          type: 'button',
          layout: '6,2,3,2',
          id: 'button',
          icon: 'star',
          label: 'Button',
          action: 'info:Star',
        },
        {
          layout: '9,2,3,2',
          id: 'half',
          image: `${at}/media/5.svg`,
          imageWidth: 1.5,
          imageFiller: 'cover',
          headline: 'Beside',
          text: 'Half image',
        },
        {
          type: 'control',
          layout: '0,4,6,1',
          icon: 'settings',
          label: 'Control',
          extensionIcon: 'check',
        },
        { type: 'space', layout: '6,4,6,1', text: 'A space has no focus' },
        { type: 'button', layout: '0,5,3,1', id: 'off', label: 'Disabled', enable: false },
      ],
    },
    {
      headline: 'second page',
      items: [{ layout: '0,0,12,6', id: 'wide', title: 'Wide', color: 'msx-blue' }],
    },
  ],
});

const panel = () => ({
  headline: 'A panel',
  template: { type: 'control', layout: '0,0,8,1', icon: 'star' },
  items: ['First', 'Second', 'Third'].map((label, index) => ({
    id: `c${index}`,
    label,
    action: `[info:${label}|back]`,
  })),
});

const deeds = (at: string) => ({
  type: 'list',
  template: { type: 'button', layout: '0,0,4,1' },
  items: [
    { id: 'unknown', label: 'Unknown', action: 'teleport:kitchen' },
    { id: 'post', label: 'Execute', action: `execute:${at}/deeds/post`, data: { answer: 42 } },
    { id: 'act', label: 'Ask', action: 'execute:request:interaction:act', data: { answer: 43 } },
    { id: 'refuse', label: 'Refuse', action: 'content:request:interaction:refuse' },
    { id: 'commit', label: 'Commit', action: 'interaction:commit', data: { answer: 44 } },
    { id: 'none', label: 'No action' },
    { id: 'show', label: 'Slideshow', action: `slideshow:${at}/docs/pictures.json>index:1` },
    { id: 'list', label: 'Playlist', action: `playlist:${at}/docs/sounds.json` },
    {
      id: 'self',
      label: 'Update me',
      action: 'update:content:self',
      data: { label: 'Updated' },
    },
    { id: 'deep', label: 'Content', action: `content:${at}/docs/kinds.json>button` },
  ],
});

const refused = () => ({
  response: { status: 403, text: 'Forbidden', message: 'This TV may not see that.', data: null },
});

/**
 * Documents with one of each kind, as the answers of a server.
 * @param at the origin of the server, since MSX takes no other addresses
 */
export function sampleRoutes(at: string): Record<string, Answer> {
  return {
    '/docs/pictures.json': { json: pictures(at) },
    '/docs/sounds.json': { json: sounds(at) },
    '/docs/kinds.json': { json: kinds(at) },
    '/docs/panel.json': { json: panel() },
    '/docs/deeds.json': { json: deeds(at) },
    '/docs/refused.json': { json: refused() },
    '/media/1.svg': svg('1', '#c2543d'),
    '/media/2.svg': svg('2', '#3d7cc2'),
    '/media/4.svg': svg('4', '#3d9a6a'),
    '/media/5.svg': svg('5', '#8a5fc0'),
    '/media/6.svg': svg('6', '#b58a2e'),
    '/media/7.svg': svg('7', '#2e9bb5'),
    '/media/8.svg': svg('8', '#b5486f'),
    '/media/short.wav': { type: 'audio/wav', body: tone(1) },
    '/media/long.wav': { type: 'audio/wav', body: tone(60) },
  };
}

/** The menu that leads to them, with an item that the plugin answers. */
export function sampleMenu(at: string, plugin: string): Answer {
  return {
    json: {
      headline: 'Test house',
      menu: [
        { id: 'pictures', icon: 'image', label: 'Pictures', data: `${at}/docs/pictures.json?for={PLATFORM}` },
        { type: 'separator', label: 'More' },
        { id: 'sounds', icon: 'music-note', label: 'Sounds', data: `${at}/docs/sounds.json` },
        { id: 'kinds', icon: 'apps', label: 'Kinds of items', data: `${at}/docs/kinds.json` },
        { id: 'deeds', icon: 'settings', label: 'Deeds', data: `${at}/docs/deeds.json` },
        {
          id: 'asked',
          icon: 'tv',
          label: 'From the plugin',
          data: 'request:interaction:echo:hello@' + plugin,
        },
        { id: 'refused', icon: 'error', label: 'Refused', data: `${at}/docs/refused.json` },
        { id: 'nowhere', icon: 'help', label: 'Missing', data: `${at}/docs/nowhere.json` },
      ],
    },
  };
}
