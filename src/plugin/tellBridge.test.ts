// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { tellBridge } from './tellBridge.js';

afterEach(() => vi.unstubAllGlobals());

function sentBy(attribute: string, deviceId: string | null) {
  const sent: string[][] = [];
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      open = (method: string, url: string) => void sent.push([method, url]);
      setRequestHeader = () => undefined;
      send = (body: string) => void sent.push([body]);
    },
  );
  document.body.innerHTML = `<script type="application/json" id="config"${attribute}></script>`;
  tellBridge('{"lines":[]}', deviceId);
  return sent;
}

it('tells the bridge that served the page, and whose check it is', () => {
  expect(sentBy(' data-check="../../check"', 'a b')).toEqual([
    ['POST', '../../check?device_id=a%20b'],
    ['{"lines":[]}'],
  ]);
  expect(sentBy(' data-check="check"', null)[0]).toEqual(['POST', 'check']);
});

it('tells no other host', () => expect(sentBy('', 'a')).toEqual([]));
