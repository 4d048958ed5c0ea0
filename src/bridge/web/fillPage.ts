/** What stands in the page in the place of the files beside it: README, "Configuration". */
interface Blocks {
  config: object;
  /** The text of the menu; undefined where each TV has its own. */
  menu: string | undefined;
  /** Where the page sends what its check has found: an address, relative to it. */
  check: string;
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * In a script element `<` may end it; in JSON it stands in texts only. So do letters above ASCII: one above U+00FF would
 * make the engine read all of the page with two bytes a letter, which takes a slow TV some milliseconds.
 */
const inElement = (json: string): string => json.replace(/[<\u0080-\uffff]/g, escaped);

/**
 * The plugin's page with its configuration, and its menu, in it.
 * @param html as it was built, with both empty
 */
export function fillPage(html: string, { config, menu = '', check }: Blocks): string {
  const fill = (page: string, id: string, json: string, attributes = ''): string =>
    page.replace(
      new RegExp(`(<script type="application/json" id="${id}")>(?=</script>)`),
      (_all, open: string) => `${open}${attributes}>${inElement(json)}`,
    );
  return fill(fill(html, 'config', JSON.stringify(config), ` data-check="${check}"`), 'menu', menu);
}
