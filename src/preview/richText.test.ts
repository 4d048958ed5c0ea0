import { describe, expect, it } from 'vitest';
import { documentUrl, fillIn } from './documentUrl.js';
import { plainText, richText } from './richText.js';
import { readSettings } from './settings.js';
import { dueTriggers } from './triggers.js';

describe('inline expressions', () => {
  it('render colours, line breaks and icons, and escape everything else', () => {
    expect(richText('a<b{br}{txt:#f00:"red"}')).toBe(
      'a&lt;b<br><span style="color:#f00">&quot;red&quot;</span>',
    );
    expect(richText('{ico:msx-red:home}')).toMatch(/^<span class="inline-icon" style="color:#e05d5d"><svg/);
    expect(richText('{chr:#169}')).toBe('&#169;');
  });

  it('that are unknown show without their braces', () => {
    expect(richText('{unknown}')).toBe('unknown');
  });

  it('cannot smuggle in markup', () => {
    expect(richText('{txt:red"><script>:x}')).not.toContain('<script>');
    expect(richText('{chr:<img>}')).toBe('');
  });

  it('write numbers as durations, dates and times, and leave what is not known', () => {
    expect(plainText('{ico:home} {num:5640000:duration:time:hh:mm:ss}')).toBe('01:34:00');
    expect(plainText('{num:5640000:duration:time:h:m:s}')).toBe('1:34:0');
    const then = new Date(2019, 0, 24, 14, 6, 4).getTime();
    expect(plainText(`{num:${then}:date:DD, MM d, yyyy}`)).toBe('Thursday, January 24, 2019');
    expect(plainText(`{num:${then}:date:D dd.mm.yy ddd}`)).toBe('Thu 24.01.19 24th');
    expect(plainText(`{num:${then}:time:h:mm/ampm} {num:${then}:time:hh:mm:ss}`)).toBe('2:06 PM 14:06:04');
    expect(richText('{txt:#f00:num:1000:duration:time:m:ss}')).toBe('<span style="color:#f00">0:01</span>');
    expect(plainText('{num:12:format}')).toBe('num:12:format');
  });

  it('leave only their text behind', () => {
    expect(plainText('{ico:home} A {txt:red:B}{br}C{sp}D')).toBe('A B C D');
  });
});

describe('the URL of a document', () => {
  const values = { PLATFORM: 'lg tv', HOST: 'h' };

  it('gets v and t, with its placeholders filled in', () => {
    expect(documentUrl('http://a/b.json?p={PLATFORM}', values, '0.1.163', 5)).toBe(
      'http://a/b.json?p=lg%20tv&v=0.1.163&t=5',
    );
    expect(documentUrl('b.json#x', values, '1.0.0', 5)).toBe('b.json?v=1.0.0&t=5');
  });

  it('keeps braces that MSX does not fill in', () => {
    expect(fillIn('{INPUT}{context:a}{HOST}', values, '0.1.163')).toBe('{INPUT}{context:a}h');
  });
});

describe('settings from the URL', () => {
  it('have defaults', () => {
    expect(readSettings('', 'own')).toMatchObject({
      start: '',
      infoId: 'own',
      macAddress: null,
      slideshowIntervalMs: 10_000,
      app: 'normal',
    });
  });

  it('can take each source of the device ID away', () => {
    expect(readSettings('?infoId=&macAddress=a%3Ab', 'own')).toMatchObject({
      infoId: null,
      macAddress: 'a:b',
    });
  });

  it('know the moods of the app', () => {
    expect(readSettings('?app=slow:1500', '').answerDelayMs).toBe(1500);
    expect(readSettings('?app=silent', '').app).toBe('silent');
  });
});

describe('timed triggers', () => {
  it('run once, when their second, percentage or rest is passed', () => {
    const keys = ['10', '10%', '-10', 'ending', 'midpoint', 'load'];
    expect(dueTriggers(keys, 0, 9.9, 100)).toEqual([]);
    expect(dueTriggers(keys, 9.9, 10.1, 100)).toEqual(['10', '10%']);
    expect(dueTriggers(keys, 10.1, 60, 100)).toEqual(['midpoint']);
    expect(dueTriggers(keys, 60, 95, 100)).toEqual(['-10', 'ending']);
  });
});
