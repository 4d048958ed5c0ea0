type Global = Window & typeof globalThis;

/**
 * Lets a page in jsdom and its frames speak to each other. Messages of jsdom itself say neither from which window nor
 * from which origin they come, and MSX and its library both look at that.
 */
export function connectFrames(host: Global): void {
  const observer = new host.MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof host.Element)
          for (const frame of [node, ...node.querySelectorAll('iframe')])
            if (frame instanceof host.HTMLIFrameElement && frame.contentWindow)
              connect(host, frame.contentWindow as Global, new URL(frame.src).origin);
  });
  // before any script of the frame runs: its page has still to be fetched
  observer.observe(host.document, { childList: true, subtree: true });
}

function connect(host: Global, inside: Global, origin: string): void {
  const parent = new Proxy(host, {
    get: (target, name): unknown =>
      name === 'postMessage' ? post(host, inside, origin) : Reflect.get(target, name),
  });
  Object.defineProperty(inside, 'parent', { configurable: true, get: () => parent });
  inside.postMessage = post(inside, host, host.location.origin);
}

/** `postMessage` of a window, for one sender. */
function post(to: Global, source: Global, origin: string): (message: unknown) => void {
  return (message) => {
    const data: unknown = structuredClone(message);
    to.setTimeout(() => to.dispatchEvent(new to.MessageEvent('message', { data, source, origin })), 0);
  };
}
