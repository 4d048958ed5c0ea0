/** Of each problem that is shown, for `replace`. */
export const PROBLEM_FLAG = 'msx-player-problem';
