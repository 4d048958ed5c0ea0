/** What a page is made of. Files are relative to the folder that the build is started in. */
export interface BuildOptions {
  /** The module that calls `startPlugin`, TypeScript or JavaScript. */
  entry: string;
  /** The page; `dist/plugin.html` otherwise. */
  file?: string;
  /** A file with the configuration, to lie in the page. */
  config?: string;
  /** A file with the menu, to lie in the page. */
  menu?: string;
  /** A folder whose files lie beside the page: documents, pictures. */
  files?: string;
  /** What MSX shows while it starts; the folder's name otherwise. */
  name?: string;
  /** Readable, with source maps; false otherwise. */
  isDebug?: boolean;
}

/**
 * Makes one page in ES5 of the module that calls `startPlugin`, with identity, tagging, reporting and the plugin's own
 * pages in it, and beside it `msx/start.json`, by which a TV finds it.
 * @throws (rejects) where a file is missing or wrong, with a sentence
 * @example await buildPlugin({ entry: 'src/plugin.ts', config: 'plugin.config.json' });
 */
export function buildPlugin(options: BuildOptions): Promise<{ file: string; html: string }>;

/** How `developPlugin` serves and watches. */
export interface DevelopOptions {
  /** 8080 otherwise; 0: any that is free. */
  port?: number;
  /** The folders that are watched beside `files`; `src` otherwise. */
  watched?: string[];
  /** Takes a line for a person; the console's otherwise. */
  log?: (line: string) => void;
}

/**
 * Builds readably into the folder `.preview`, with the small MSX beside the page, serves that, and builds again at each
 * change.
 * @returns what to open in a browser, and what ends it
 * @example const { url } = await developPlugin({ entry: 'src/plugin.ts' });
 */
export function developPlugin(
  options: BuildOptions,
  how?: DevelopOptions,
): Promise<{ url: string; stop: () => Promise<void> }>;
