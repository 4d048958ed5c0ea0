import type { JsonObject } from '../msx/json.js';
import type { PageProblem } from './pageTools.js';

/** An artwork that can be shown. */
export interface Artwork {
  postId: number;
  url: string;
  /** As MSX shows it; empty where there is none. */
  label: string;
  properties: JsonObject;
}

/** Some artworks. */
export interface ArtworkPiece<Rest> {
  artworks: Artwork[];
  /** What is still to come. */
  rest: Rest[];
}

/** Where artworks come from. @typeParam Rest where a channel goes on; only the source looks into it */
export interface ChannelSource<Rest> {
  /** @returns null where the text names no channel */
  begin: (spec: string) => { name: string; rest: Rest[] } | null;
  /** @param limit of artworks, from all channels together */
  more: (rest: Rest[], limit: number, isRandom?: boolean) => Promise<ArtworkPiece<Rest> | PageProblem>;
  /** @returns null: it is done */
  react: (postId: number, emoji: string, isTakenBack: boolean) => Promise<PageProblem | null>;
}
