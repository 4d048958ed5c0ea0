/** What stands in the page in the place of the files beside it: README, "Configuration". */
interface Blocks {
  config: object;
  /** The text of the menu; undefined where each TV has its own. */
  menu: string | undefined;
  /** Where the page sends what its check has found: an address, relative to it. */
  check: string;
}

/** In a script element `<` may end it; in JSON it stands in texts only. */
const inElement = (json: string): string => json.replace(/</g, '\\u003c');

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
