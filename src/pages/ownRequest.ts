/**
 * The request as a page of ours reads it: a template may have left it to its items what is asked for, where nobody can
 * tell for which plugin it is.
 */
export const ownRequest = (dataId: string): string =>
  /^https?:/i.test(dataId) ? `${dataId.indexOf('{INPUT}') >= 0 ? 'input' : 'paging'}:${dataId}` : dataId;
