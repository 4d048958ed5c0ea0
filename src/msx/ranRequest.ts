/**
 * The request to the plugin by which a list of actions says that MSX ran those before it. A type, since a value that two
 * stages of the page share costs more than the word.
 */
export type RanRequest = 'ran';
