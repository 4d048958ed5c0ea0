const STEP_MS = 100;

/** How long a medium lasts where its length cannot be known, in seconds. */
const DURATION_S = 5;

/**
 * What stands for <audio> and <video> in an engine that has neither: it asks for the file, then plays for
 * five seconds without picture or sound, and sends the same events.
 */
export function simulatedMedia(): HTMLMediaElement {
  const box = document.createElement('div');
  const media = box as unknown as HTMLMediaElement & Record<string, unknown>;
  let address = '';
  let loaded = false;
  let wanted = false;
  let timer = 0;

  const send = (type: string) => {
    const event = document.createEvent('Event');
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- WebKit 538 has no constructor for events
    event.initEvent(type, false, false);
    box.dispatchEvent(event);
  };
  const halt = () => {
    window.clearInterval(timer);
    timer = 0;
  };
  const step = () => {
    values.currentTime = Math.min(DURATION_S, values.currentTime + (STEP_MS / 1000) * values.playbackRate);
    send('timeupdate');
    if (values.currentTime < DURATION_S) return;
    halt();
    wanted = false;
    values.ended = true;
    send('ended');
  };
  const run = () => {
    if (!loaded || !wanted || timer) return;
    values.ended = false;
    timer = window.setInterval(step, STEP_MS);
    send('playing');
  };
  const values = {
    currentTime: 0,
    duration: NaN,
    playbackRate: 1,
    volume: 1,
    muted: false,
    ended: false,
    play: () => {
      if (values.currentTime >= DURATION_S) values.currentTime = 0;
      wanted = true;
      run();
    },
    pause: () => {
      wanted = false;
      if (!timer) return;
      halt();
      send('pause');
    },
  };
  const load = (url: string) => {
    address = url;
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.onload = () => {
      if (address !== url) return;
      loaded = request.status === 200 || request.status === 206;
      if (!loaded) {
        send('error');
        return;
      }
      values.duration = DURATION_S;
      send('loadedmetadata');
      run();
    };
    request.onerror = () => send('error');
    request.send();
  };

  Object.keys(values).forEach((name) =>
    Object.defineProperty(media, name, {
      get: () => (values as Record<string, unknown>)[name],
      set: (value: unknown) => ((values as Record<string, unknown>)[name] = value),
    }),
  );
  Object.defineProperty(media, 'src', { get: () => address, set: load });
  media.removeAttribute = () => {
    halt();
    address = '';
    loaded = false;
  };
  return media;
}
