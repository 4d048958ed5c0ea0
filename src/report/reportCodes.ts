import type { CodeTable, NoticeOf } from '../tvx/notice.js';

/** Everything that reporting may write to the log. What each means is said in docs/reporting.md. */
export const REPORT_CODES = {
  'report-item-invalid': ['warn', 'Correct the properties that the message names.'],
  'report-slide-unknown': ['warn', 'Use deep tagging, which makes MSX say it by itself, or a newer MSX.'],
  'broker-insecure': ['error', 'Use wss://, or load the plugin over http.'],
  'broker-unusable': ['error', 'Write broker.url as wss://host:port/path.'],
  'broker-unreachable': ['warn', 'Check its address, WebSocket listener and certificate.'],
  'broker-credentials': ['error', 'Check broker.username and broker.password.'],
  'broker-refused': [
    'error',
    "Look into the broker's log; its access list must let the player read view/ack.",
  ],
  'commands-refused': [
    'warn',
    'Let the player read command and write command/ack, capabilities and state, or set remote to false.',
  ],
  'broker-lost': [
    'warn',
    'Nothing to do, unless it comes again and again: then two TVs may share one player key.',
  ],
  'broker-connected': ['info'],
  'storage-fallback': ['warn', 'Free storage on the TV, or clear the data of MSX in its settings.'],
  'storage-memory': ['warn', 'Let MSX store data on the TV.'],
  'outbox-dropped': ['warn', 'Bring the broker back, or raise views.maxQueued.'],
  'outbox-passive': ['info'],
  'view-refused': ['warn', 'Correct makapix:post_id of the item.'],
  'view-failed': ['error', "Look into the server's log."],
  'view-blocked': ['error', 'Register this player key, and give it an owner.'],
  'acks-missing': ['warn', 'Start the server that takes the views, or set views.requestAck to false.'],
  'clock-jumped': ['info'],
} as const satisfies CodeTable;

/** A notice with a code of this room. */
export type ReportNotice = NoticeOf<typeof REPORT_CODES>;
