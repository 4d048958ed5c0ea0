/** Whether whoever made the page has a part of their own in it; the build decides, so that the others do without. */
declare const __AUTHORED__: boolean;
