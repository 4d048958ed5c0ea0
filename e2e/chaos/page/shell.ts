// The page that the browser opens: it stands for MSX, which holds the plugin's pages in frames and reloads
// them as it likes. It does what the run tells it over a WebSocket.
import '../../../src/plugin/promise.js';
import type { Order, Report } from './orders.js';

const frames: Record<string, HTMLIFrameElement> = {};
const control = new WebSocket(`ws://${location.search.slice(1)}`);

/** @param act makes the frame load something */
const loaded = (frame: HTMLIFrameElement, act: () => void): Promise<unknown> =>
  new Promise((resolve) => {
    frame.onload = resolve;
    act();
  });

function carryOut(order: Order): unknown {
  const { frame: name } = order;
  if (order.do === 'open') {
    const opened = (frames[name] = document.createElement('iframe'));
    opened.src = '/plugin';
    return loaded(opened, () => document.body.appendChild(opened)).then(() => null);
  }
  const frame = frames[name]!;
  const inside = frame.contentWindow!;
  if (order.do === 'call') {
    const act = inside.chaos![order.method] as (...args: unknown[]) => unknown;
    return act(...order.args);
  }
  if (order.do === 'reload') return loaded(frame, () => inside.location.reload()).then(() => null);
  document.body.removeChild(frame);
  return null;
}

const report = (said: Report): void => control.send(JSON.stringify(said));
window.heard = (ack) => report({ heard: ack, atMs: Date.now() });

control.onmessage = ({ data }) => {
  const order = JSON.parse(data as string) as Order;
  const { id } = order;
  new Promise((resolve) => resolve(carryOut(order))).then(
    (value) => report({ id, value }),
    (error: unknown) => report({ id, error: String(error) }),
  );
};
