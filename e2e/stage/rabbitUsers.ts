import type { RabbitUser } from './startRabbit.js';

/** Of all users that tests make. */
export const PASSWORD = 'secret';

/** May do everything. */
export const MAY_ALL: RabbitUser = {
  password: PASSWORD,
  configure: '.*',
  write: '.*',
  read: '.*',
  topic: null,
};

/** What docs/broker.md gives to workers and bridges. */
export const WORKER: RabbitUser = {
  password: PASSWORD,
  configure: '^msx\\.',
  write: '^(msx\\..*|mqtt-subscription-.*|amq\\.topic|amq\\.default)$',
  read: '^(msx\\..*|amq\\.topic)$',
  topic: null,
};

/**
 * What docs/broker.md gives to a TV. Variables stand in the rights on topics alone: the others have its key in them.
 * @param key the player key
 */
export const rightsOf = (key: string): RabbitUser => ({
  password: PASSWORD,
  configure: `^mqtt-subscription-${key}qos[01]$`,
  write: `^(amq\\.topic|mqtt-subscription-${key}qos[01])$`,
  read: `^(amq\\.topic|mqtt-subscription-${key}qos[01])$`,
  topic: {
    write:
      '^makapix\\.player\\.{username}\\.(status|view|request\\.[^.]+|command\\.ack|capabilities|state|playback|health)$',
    read: '^makapix\\.player\\.{username}\\.(command|view\\.ack|response\\..+)$',
  },
});
