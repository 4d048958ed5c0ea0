import { describe, expect, it } from 'vitest';
import { mediaFields, mediaRow, parseMedia } from './media.js';

const item = (id: string, action: string, more = {}) => ({
  fields: { id, action, image: `http://a/${id}.png`, ...more },
  enumerated: true,
});

function rowOf(items: ReturnType<typeof item>[], id: string) {
  const current = items.find(({ fields }) => fields.id === id);
  const media = current && parseMedia(current.fields.action, current.fields);
  if (!current || !media) throw new Error(`No media item ${id}`);
  const { entries, at } = mediaRow(items, { fields: current.fields, media });
  return { ids: entries.map(({ fields }) => fields.id), at, entry: entries[at] };
}

describe('media actions', () => {
  it('name the kind, the URL and the way', () => {
    expect(parseMedia('image:context', { image: 'http://a' })).toEqual({
      kind: 'image',
      address: 'http://a',
      how: 'direct',
      auto: false,
    });
    expect(parseMedia('video:auto:plugin:http://p', {})).toMatchObject({
      how: 'plugin',
      address: 'http://p',
      auto: true,
    });
    expect(parseMedia('audio:resolve:http://r', {})).toMatchObject({ kind: 'audio', how: 'resolve' });
    expect(parseMedia('content:http://a', {})).toBeNull();
  });
});

describe('what a media action is called and does', () => {
  const fields = { action: 'video:http://a', playerLabel: 'Item', image: 'http://i' };

  it('comes from the item for its own action', () => {
    expect(mediaFields('video:http://a', { playerLabel: 'Data' }, fields)).toEqual({ fields, own: true });
  });

  it('comes from the data for every other', () => {
    expect(mediaFields('video:http://b', { playerLabel: 'Data' }, fields)).toEqual({
      fields: { playerLabel: 'Data', image: 'http://i' },
      own: false,
    });
    expect(mediaFields('video:http://a', { playerLabel: 'Data' }, null).fields).toEqual({
      playerLabel: 'Data',
    });
    expect(mediaFields('video:http://a', null, null).fields).toEqual({});
  });
});

describe('the row that an item is played in', () => {
  const items = [
    item('a', 'image:context'),
    item('song', 'audio:http://a'),
    item('b', 'image:http://b', { group: 'g' }),
    item('page', 'content:http://c'),
    item('c', 'image:context'),
    { ...item('alone', 'image:context'), enumerated: false },
  ];

  it('has the images of the same group, with their places in the group and in the whole', () => {
    const row = rowOf(items, 'c');
    expect(row.ids).toEqual(['a', 'c']);
    expect(row.entry).toMatchObject({ index: 1, number: 2, count: 2, listIndex: 2, listSize: 3 });
    expect(rowOf(items, 'b').ids).toEqual(['b']);
  });

  it('has the sounds apart from the images', () => {
    expect(rowOf(items, 'song').ids).toEqual(['song']);
  });

  it('is the item alone when it is not enumerated', () => {
    expect(rowOf(items, 'alone')).toMatchObject({ ids: ['alone'], at: 0 });
  });
});
