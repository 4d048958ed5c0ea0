import type { Color, Icon } from './look.js';

/**
 * `/msx/start.json` of a host, and what the action `start` takes (Start Object).
 * @wire
 */
export type StartObject = {
  name: string;
  version: string;
  /**
   * What MSX starts with. Here alone `{SERVER}` (since 0.1.65) is the host that was typed, and `{PREFIX}` (since
   * 0.1.97) what is before it; `redirect:` (since 0.1.97) leads to another start object.
   */
  parameter: `${'menu' | 'content' | 'redirect'}:${string}`;
  /** Whether it can be reached from the settings later on. @since 0.1.117 */
  welcome?: 'none' | 'start' | 'content';
  /** The tile in the settings. @since 0.1.164 */
  launcher?: Launcher | null;
};

/** @wire */
type Launcher = {
  icon?: Icon;
  image?: string;
  color?: Color;
};
