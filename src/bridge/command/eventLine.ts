import type { ReceivedStatus } from '../../makapix/status.js';
import type { ViewPayload } from '../../makapix/view.js';
import type { Refusal } from '../broker/refusal.js';
import type { Ingested } from '../ingest/createIngest.js';
import { shortened } from '../text/shortened.js';

/** The longest piece of a payload that is printed, in characters. */
const LONGEST_TEXT = 80;

/**
 * One line for a person: when, which player, what, and what became of it unless all is well.
 * @param at when the message arrived
 */
export function eventLine(ingested: Ingested, at: Date): string {
  return `${timeOf(at)}  ${short(ingested.message.playerKey)}  ${tell(ingested)}`;
}

/** One line for what the broker refused. */
export function refusalLine({ address, playerKey, reason }: Refusal, at: Date): string {
  const who = playerKey === undefined ? address : `${playerKey} at ${address}`;
  return `${timeOf(at)}  ${short(who)}  refused: ${short(reason)}`;
}

/** One line, whole, to be sent along: what the check of a TV found. */
export function checkLine(playerId: string, check: object, at: Date): string {
  return `${timeOf(at)}  ${short(playerId)}  was checked: ${JSON.stringify(check)}`;
}

/** One line for those of a kind that have no line of their own. */
export function leftOutLine(count: number, key: string, at: Date): string {
  return `${timeOf(at)}  … and ${count.toLocaleString('en')} more within a minute: ${short(key)}`;
}

const timeOf = (at: Date): string => at.toTimeString().slice(0, 8);

function tell({ message, taken }: Ingested): string {
  if (taken.kind === 'dropped') {
    const what = message.kind === 'invalid' ? message.what : message.kind;
    return `sent a ${what} that cannot be taken: ${taken.problem}`;
  }
  switch (message.kind) {
    case 'status':
      return (
        tellStatus(message.status) +
        tellOther(message.status.playerKey, message.playerKey) +
        (taken.kind === 'ignored' || taken.kind === 'left' ? ', ignored' : '')
      );
    case 'view':
      return (
        tellView(message.view) + tellOther(message.view.player_key, message.playerKey) + tellOutcome(taken)
      );
    case 'invalid':
      return `sent a ${message.what} that cannot be taken: ${message.problem}`;
  }
}

function tellOutcome(taken: Ingested['taken']): string {
  if (taken.kind === 'own_post') return ', not recorded: a work of its own owner';
  if (taken.kind === 'left') return ', not recorded yet: the database takes nothing';
  return taken.kind === 'refused' ? `, not recorded: ${taken.code}` : '';
}

function tellStatus({ status, currentPostId, firmwareVersion }: ReceivedStatus): string {
  const parts: string[] = [status];
  if (typeof currentPostId === 'number') parts.push(`now showing ${currentPostId}`);
  if (firmwareVersion !== undefined) parts.push(`version ${short(firmwareVersion)}`);
  return parts.join(', ');
}

function tellView(view: ViewPayload): string {
  const details = [view.channel_user_sqid, view.channel_hashtag].filter((detail) => detail != null);
  const channel = [view.channel, ...details.map((detail) => `(${detail})`)].map(short).join(' ');
  const by = view.intent === 'artwork' ? ', chosen by a person' : '';
  return `view ${view.post_id}, channel ${channel}${by}, seen ${short(view.timestamp)}`;
}

const tellOther = (named: string, playerKey: string): string =>
  named === playerKey ? '' : `, but the payload names another player: ${short(named)}`;

/** Whoever can reach the broker writes these texts. */
const short = (text: string): string => shortened(text, LONGEST_TEXT);
