import type { Notice } from '../tvx/notice.js';

interface CodeFacts {
  level: Notice['level'];
  /** What it means, for the table in docs/reporting.md. */
  meaning: string;
  remedy: string;
}

/** Everything that reporting may write to the log: the closed list. docs/reporting.md shows it as a table. */
export const REPORT_CODES = {
  'report-item-invalid': {
    level: 'warn',
    meaning:
      'An item has a `makapix:post_id` and something wrong in its `makapix:*` properties; it is not reported. Said once per item.',
    remedy: 'Correct the properties that the message names.',
  },
  'report-slide-unknown': {
    level: 'warn',
    meaning: 'MSX did not say which slide, or which track, is on screen; it is not reported.',
    remedy: 'Use deep tagging, which makes MSX say it by itself, or a newer MSX.',
  },
  'broker-insecure': {
    level: 'error',
    meaning:
      'The page was loaded over https, and `broker.url` begins with `ws:`. Browsers do not allow that. Views are kept.',
    remedy: 'Give the broker TLS and use wss://, or load the plugin over http.',
  },
  'broker-unusable': {
    level: 'error',
    meaning: 'The browser does not allow a connection to `broker.url` at all. Views are kept.',
    remedy:
      'Write broker.url as ws://host:port/path or wss://host:port/path, with a port that browsers allow.',
  },
  'broker-unreachable': {
    level: 'warn',
    meaning: 'No connection to the broker; it is tried again. Said at the first failure of a row.',
    remedy:
      'Check that the broker runs, has a WebSocket listener at this address, and a certificate that the TV accepts.',
  },
  'broker-credentials': {
    level: 'error',
    meaning:
      'The broker refuses the user name or the password (CONNACK 4 or 5); it is tried again every five minutes.',
    remedy: "Check broker.username and broker.password, and the TV's user in the broker's password file.",
  },
  'broker-refused': {
    level: 'error',
    meaning:
      'The broker refuses the connection for another reason (CONNACK 1 to 3), or does not let the TV read its acks.',
    remedy: "Look into the broker's log; its access list must let the player read view/ack.",
  },
  'broker-lost': {
    level: 'warn',
    meaning: 'The connection to the broker ended; it is made again.',
    remedy: 'Nothing to do, unless it comes again and again: then two TVs may share one player key.',
  },
  'broker-connected': {
    level: 'info',
    meaning: 'The connection to the broker is there.',
    remedy: 'Nothing to do.',
  },
  'storage-fallback': {
    level: 'warn',
    meaning: 'IndexedDB is refused, broken or full; views are kept in localStorage from here on.',
    remedy: 'Free storage on the TV, or clear the data of MSX in its settings.',
  },
  'storage-memory': {
    level: 'warn',
    meaning: 'The TV stores nothing for the plugin; views that are not sent yet are lost at the next reload.',
    remedy: 'Free storage on the TV, or allow MSX to store data.',
  },
  'outbox-dropped': {
    level: 'warn',
    meaning:
      'Views were dropped because more than `views.maxQueued` waited, or because they waited for 30 days.',
    remedy: 'Bring the broker back, or raise views.maxQueued.',
  },
  'outbox-passive': {
    level: 'info',
    meaning: 'Another page of the plugin reports for this TV now; this one only stores its views.',
    remedy: 'Nothing to do.',
  },
  'view-refused': {
    level: 'warn',
    meaning: 'The server does not know the post (`post_not_found`); the view is dropped.',
    remedy: 'Correct makapix:post_id of the item.',
  },
  'view-failed': {
    level: 'error',
    meaning: 'The server failed to process a view in all rounds; the view is dropped.',
    remedy: "Look into the server's log.",
  },
  'view-blocked': {
    level: 'error',
    meaning:
      'The server takes no views of this player: it is not registered, has no owner, or its key does not match. Views are kept, and tried every five minutes.',
    remedy: 'Register the player with the player key of the status page, and give it an owner.',
  },
  'acks-missing': {
    level: 'warn',
    meaning:
      "The server did not answer a view three times in a row; from here on the broker's confirmation has to do.",
    remedy: 'Start the server that takes the views, or set views.requestAck to false.',
  },
  'clock-jumped': {
    level: 'info',
    meaning: "The TV's clock was set, or the TV slept; the time is measured again.",
    remedy: 'Nothing to do.',
  },
} satisfies Record<string, CodeFacts>;

export type ReportCode = keyof typeof REPORT_CODES;

/** @param message a sentence for a person, without credentials. */
export function noticeOf(code: ReportCode, message: string): Notice {
  const { level, remedy } = REPORT_CODES[code];
  return { code, level, message, remedy };
}
