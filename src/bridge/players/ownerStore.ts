/** Whom a player belongs to until somebody says otherwise. */
export const DEFAULT_OWNER = 'home';

/** Somebody to whom players and albums belong. */
export interface Owner {
  owner: string;
  /** false = may not sign in: the views of their players are refused. */
  permitted: boolean;
}

export interface OwnerStore {
  all(): Promise<Owner[]>;
  /** Adds an owner if there is none of this name. */
  add: (owner: string) => Promise<void>;
  /** @returns false for an unknown owner */
  setPermitted(owner: string, permitted: boolean): Promise<boolean>;
}
