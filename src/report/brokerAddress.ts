/** A broker's URL without what may be secret: a password, a query. Of what is no URL, up to what looks like its host. */
export const brokerAddress = (url: string): string =>
  url.replace(/^(\w+:\/\/)(?:[^?#]*@)?(\[[^\]]*]|[^:/?#@]*)(:\d+)?(\/[^?#@]*)?.*/, '$1$2$3$4');
