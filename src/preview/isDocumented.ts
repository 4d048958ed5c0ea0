/**
 * Actions that MSX has and this page does not do, by their first words (special/internal-actions): these are said to
 * be left out here, while every other unknown action is what a TV warns of.
 */
const NOT_DONE =
  /^(background:|(audio|video):(auto:)?broadcast:|dictionary:|focus:control:|fullscreen$|history:|key:|live$|log:clear$|player:(action$|button:|commit|info:|label:|progress:|speed$|video:|goto:swap$)|reopen:|response:|resume:|selection$|settings(:|$)|sleep$|slider:options|start$|system:|test$|time:|volume)/;

export function isDocumented(action: string): boolean {
  return NOT_DONE.test(action);
}
