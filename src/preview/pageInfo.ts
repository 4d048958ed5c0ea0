/** What `info.content.state` says of a menu, a page or a panel. */
export interface PageInfo {
  id: string | null;
  flag: string | null;
  focus: string | null;
  index: number;
  size: number;
}
