/** In grid units: 12×6 for content, 8×6 for panels (content/content-item-object, `layout`). */
export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Grid {
  columns: number;
  rows: number;
}
