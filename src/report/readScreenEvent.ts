import { fieldsOf } from '../makapix/fieldsOf.js';
import type {
  Loose,
  TvxApplication,
  TvxEvent,
  TvxInfo,
  TvxSettings,
  TvxTrack,
  TvxVideo,
} from '../tvx/tvxGlobals.js';
import { msxBuild } from '../tvx/msxBuild.js';
import { readItem, readTrack } from './msxItem.js';
import type { MsxReport, ScreenEvent, SlideReport, TrackReport } from './screenEvent.js';

/** What an event may carry: MSX's, or one of ours. @wire */
interface EventFields extends TvxEvent {
  postId?: number;
}

/** MSX's random playback is a number, a boolean or either as a text, as old as it is. */
const isOn = (value: unknown): boolean => /^(?:1|true)$/.test(String(value));

/** An event of MSX as it came, or one of the plugin's own; null = one that means nothing here. */
export function readScreenEvent(given: unknown): ScreenEvent | null {
  const { event: type, info, data, position, offset, value, postId }: Loose<EventFields> = fieldsOf(given);
  const before: Loose<TvxTrack> = fieldsOf(data);
  // `slider:position` carries the little that it says of the slide itself.
  const item = readItem(info ?? given);
  const ended = data === undefined ? null : before.ended === true;
  switch (type) {
    case 'app:suspend':
    case 'app:resume':
    case 'app:sleep':
    case 'app:awake':
    case 'app:connect':
    case 'slider:play':
    case 'slider:pause':
    case 'slider:stop':
    case 'plugin:channel':
      return { type };
    case 'app:time':
      return { type, offset };
    case 'slider:load':
    case 'slider:position':
      return { type, item };
    case 'video:load':
      return { type, item, ended };
    case 'video:play':
    case 'video:restart':
    case 'video:pause':
    case 'video:stop':
      return { type, ended };
    case 'video:seek':
      return { type, position: Number(position), ended };
    case 'settings:random_playback':
      return { type, random: isOn(value) };
    case 'plugin:command':
      return { type, postId: Number(postId) };
    default:
      return null;
  }
}

/** @param given what MSX attached as `slider`; anything else is a slide of which it says nothing */
export const readSlideReport = (type: SlideReport['type'], given: unknown): SlideReport => ({
  type,
  item: readItem(given),
});

/** @param given what MSX attached as `video` */
export function readTrackReport(type: TrackReport['type'], given: unknown): TrackReport {
  const video: Loose<TvxVideo> = fieldsOf(given);
  return { type, item: readItem(video.info), track: readTrack(video) };
}

/** @param given what MSX answered to `info` */
export function readMsxReport(given: unknown): MsxReport {
  const { application }: Loose<TvxInfo> = fieldsOf(given);
  const { settings, version }: Loose<TvxApplication> = fieldsOf(application);
  const { randomPlayback }: Loose<TvxSettings> = fieldsOf(settings);
  return { type: 'msx:info', random: isOn(randomPlayback), build: msxBuild(version) };
}
