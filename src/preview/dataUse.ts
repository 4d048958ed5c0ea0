/**
 * What becomes of the data beside an action (special/internal-actions, column "Data"). `dropped`: MSX has no use
 * for it, so it hands none on, to a plugin either. `needed`: without it there is nothing to do.
 */
type DataUse = 'dropped' | 'optional' | 'needed';

const NEEDED =
  /^(menu|content|panel|playlist|slideshow|player:(menu|content)):(auto:)?data(>|$)|^(update:|execute:(service:)?response:|interaction:commit$|player:commit$|enter:|resume:import$|time:(init|set)$|data$|start$)/;

/** Families of which every member takes data, or whose member in front decides. */
const OPTIONAL =
  /^(\[|audio:|video:|image:|event:|notification:|lazy:|delay:[^:]*:[\d.]+:|interaction:(commit:|load:)|player:(auto:|commit:|execute_(play|pause):|button:[^:]*:setup)|slider:execute:|logger:(error|info|success|warn):|response:|system:(lg|tizen|tvx):)/;

/** Fetching has no body, everything else that is executed has one. */
const EXECUTE = /^execute:(?!(service:)?(silent:)?fetch:)/;

export function dataUse(action: string): DataUse {
  if (NEEDED.test(action)) return 'needed';
  return OPTIONAL.test(action) || EXECUTE.test(action) ? 'optional' : 'dropped';
}
