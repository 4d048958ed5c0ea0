/** The request to the plugin by which a list of actions says that MSX ran those before it. */
export const RAN_REQUEST = 'ran';
