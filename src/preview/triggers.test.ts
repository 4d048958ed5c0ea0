import { describe, expect, it } from 'vitest';
import { createTriggers, dueTriggers } from './triggers.js';

const NOW = '0.1.166';

describe('timed triggers', () => {
  it('are due in the interval that was played, in the order of the clock', () => {
    const keys = ['midpoint', '10', '-10', '20%', 'end', 'quartile1'];
    expect(dueTriggers(keys, 0, 100, 100)).toEqual(['quartile1', '10', '20%', 'midpoint', '-10']);
    expect(dueTriggers(keys, 10, 50, 100)).toEqual(['10', '20%']);
  });
});

describe('the triggers of a video', () => {
  it('are the item’s own first, then those of run time', () => {
    const triggers = createTriggers({ 'trigger:end': 'info:own', 'image:trigger': 'info:no' }, NOW);
    triggers.set('end', 'info:later');
    triggers.set('back', 'player:stop');
    expect(triggers.take('end')).toEqual(['info:own', 'info:later']);
    expect(triggers.take('back')).toEqual(['player:stop']);
    expect(triggers.keys()).toEqual(['end', 'back']);
  });

  it('are gone again with none', () => {
    const triggers = createTriggers({}, NOW);
    triggers.set('back', 'player:stop');
    triggers.set('back', 'none');
    expect(triggers.take('back')).toEqual([]);
  });

  it('run once as a shot, and each time else', () => {
    const triggers = createTriggers({ 'trigger:20': 'shot:info:own', 'trigger:10': 'info:ten' }, NOW);
    triggers.set('20', 'shot:info:later');
    expect(triggers.take('20')).toEqual(['info:own', 'info:later']);
    expect(triggers.take('20')).toEqual([]);
    expect(triggers.take('10')).toEqual(triggers.take('10'));
  });

  it('are known since their version', () => {
    const triggers = createTriggers({ 'trigger:active': 'info:a', 'trigger:play': 'info:p' }, '0.1.114');
    expect(triggers.keys()).toEqual(['play']);
  });
});
