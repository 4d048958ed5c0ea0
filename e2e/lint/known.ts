// What MSX has, as far as documents of ours need it: facts of its documentation. What is younger than the first
// version stands in src/preview/versionTable.ts.
import {
  ACTIONS,
  EXTENDED_PROPERTIES,
  MODIFIERS,
  OBJECTS,
  type ObjectKind,
  type Row,
} from '../../src/preview/versionTable.js';

export type Part = ObjectKind | 'start';

const words = (text: string): string[] => text.split(' ');

/** Properties that were there from the start. */
const FROM_THE_START: Record<ObjectKind, string> = {
  menuRoot: 'name version reuse headline background menu action data',
  menuItem: 'id type display enable focus background icon label extensionIcon extensionLabel data',
  contentRoot: 'name version reuse type headline background template items pages action data',
  contentPage: 'display headline background offset items',
  contentItem:
    'id type layout offset display enable focus execute enumerate color title titleHeader titleFooter label icon ' +
    'iconSize headline text tag tagColor badge badgeColor image imageFiller imageWidth imageHeight imageOverlay ' +
    'imageLabel playerLabel background extensionIcon extensionLabel action data',
  selection: 'action data background important',
  live:
    'type from to duration delay coming running over action data title titleHeader titleFooter label icon headline ' +
    'text tag tagColor badge badgeColor color progress progressColor wrapperColor image extensionIcon extensionLabel',
};

const namesOf = (rows: readonly Row[]): string[] => rows.flatMap(({ names }) => words(names));

/** The same answer is asked for with each of thousands of items. */
export function remembered<Answer>(find: (...names: string[]) => Answer): (...names: string[]) => Answer {
  const known = new Map<string, Answer>();
  return (...names) => {
    const key = names.join(' ');
    if (!known.has(key)) known.set(key, find(...names));
    return known.get(key)!;
  };
}

const propertiesIn = remembered((part): ReadonlySet<string> => {
  if (part === 'start') return new Set(words('name version parameter welcome launcher'));
  const kind = part as ObjectKind;
  return new Set([...words(FROM_THE_START[kind]), ...namesOf(OBJECTS[kind])]);
});

/** Every property that a part of a document may have. */
export const propertiesOf = (part: Part): ReadonlySet<string> => propertiesIn(part);

/** Internal actions that documents of ours use; promised from 0.1.160 on (Internal Actions). */
const INTERNAL = 'interaction:commit back player eject';

const fits = (name: string, action: readonly string[]): boolean => {
  const pattern = name.split(':');
  return pattern.length <= action.length && pattern.every((one, at) => one === '*' || one === action[at]);
};

/** Whether MSX has an action that begins with these words. */
export const isAction = (action: readonly string[]): boolean =>
  [...namesOf(ACTIONS), ...words(INTERNAL)].some((name) => fits(name, action));

/** Words that may stand between an action and its address. */
export const MODIFIER_WORDS = new Set(namesOf(MODIFIERS).flatMap((name) => name.split(':')));

/** Whether a key of `properties` is one of MSX's own by its first word: then it has to be one that there is. */
export const isOwnKey = (key: string): boolean =>
  /^(?:button|control|image|info|label|progress|resume|tizen|trigger|video):/.test(key);

export const isKey = remembered((key = '') =>
  namesOf(EXTENDED_PROPERTIES).some(
    (name) => name.split(':').length === key.split(':').length && fits(name, key.split(':')),
  ),
);

/** Extended properties whose value is an action. */
export const isActionKey = (key: string): boolean =>
  /^(?:trigger:.*|button:[^:]*:action|(?:control|image):action|image:(?:rotation:)?trigger)$/.test(key);

/** Properties with a text for a person, in which expressions in braces count. */
export const TEXTS = new Set(
  words(
    'title titleHeader titleFooter label headline text tag badge stamp imageLabel playerLabel extensionLabel ' +
      'extension caption group',
  ),
);

export const COLORS = new Set(
  words(
    'color tagColor badgeColor stampColor progressColor progressBackColor wrapperColor imageColor lineColor',
  ),
);

export const ICONS = new Set(['icon', 'extensionIcon']);

/** Addresses of things that MSX asks for, beside those in actions. */
export const ADDRESSES = new Set(['image', 'background', 'logo', 'reference', 'dictionary']);

const FILLERS =
  'default width width-top width-center width-bottom height height-left height-center height-right fit cover smart';

/** Properties that take one of a few words. */
export const VALUES: Partial<Record<Part, Record<string, string[]>>> = {
  menuItem: { type: words('default separator settings') },
  contentRoot: { type: words('pages list'), preload: words('none next prev full') },
  contentItem: {
    type: words('default teaser button separate space control'),
    iconSize: words('small medium large extra-large'),
    imageFiller: words(FILLERS),
    imageScreenFiller: words(FILLERS),
  },
};

/**
 * Icons that were looked up in MSX's list, which has some two thousand (Icons). A name that is not in it shows
 * nothing, without a word: look a new one up there before you add it.
 */
export const KNOWN_ICONS = new Set(
  words(
    'add-reaction audiotrack backspace blank broken-image chevron-left chevron-right clear collections done ' +
      'file-upload folder history home hourglass-empty image info language library-music monitor-heart more-horiz movie music-note ' +
      'navigate-before navigate-next photo photo-album photo-library refresh search settings slideshow space-bar tv ' +
      'undo video-library visibility visibility-off warning',
  ),
);

/** The eleven colours that MSX names (Colors). */
export const NAMED_COLORS = new Set(
  words(
    'msx-red msx-green msx-yellow msx-blue msx-white msx-gray msx-black msx-white-soft msx-gray-soft ' +
      'msx-black-soft msx-glass',
  ),
);
