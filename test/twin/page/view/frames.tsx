import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Output } from '../../protocol.ts';
import type { Cell } from '../model/cell.ts';
import type { View } from './view.ts';

const HOST = '496ff2e9c6d22116-0-colab.googleusercontent.com';
const SANDBOX =
  'allow-downloads allow-forms allow-pointer-lock allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts allow-storage-access-by-user-activation';
const ALLOW = 'accelerometer; autoplay; gyroscope; magnetometer; xr-spatial-tracking; clipboard-write';

/** A fresh address of an output frame: the first label differs from frame to frame. */
function frameAddress(): string {
  const label = Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => (byte % 36).toString(36)).join('');
  const tag = (window as { colabVersionTag?: string }).colabVersionTag ?? '';
  return `https://${label}-${HOST}/outputframe.html?vrz=${tag}`;
}

/** Everything that is not plain text, tracebacks too: the whole output of the cell, on another host. */
export function Frame({ cell }: { view: View; cell: Cell }): VNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const address = useRef(frameAddress());
  const outputs = JSON.stringify(cell.outputs);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const show = () => element.contentWindow?.postMessage({ outputs: JSON.parse(outputs) as Output[] }, '*');
    const take = (event: MessageEvent) => {
      if (event.source !== element.contentWindow) return;
      const { height, ready } = event.data as { height?: number; ready?: true };
      if (ready) show();
      if (height === undefined) return;
      element.style.height = `${height}px`;
      if (element.parentElement) element.parentElement.style.height = `${height}px`;
    };
    show();
    addEventListener('message', take);
    return () => removeEventListener('message', take);
  }, [outputs]);
  const trusted = cell.ranHere;
  return (
    <div class="outputview">
      <colab-dom-lifecycle-events style="display: none;" />
      <iframe
        ref={frame}
        title="output"
        allow={trusted ? ALLOW : ''}
        sandbox={trusted ? `${SANDBOX} allow-modals` : SANDBOX}
        src={address.current}
      />
    </div>
  );
}

/** The two frames that are always there, with no output in them. */
export function Proxies(): VNode {
  const addresses = useRef([frameAddress(), frameAddress()]);
  return (
    <div class="proxies">
      {addresses.current.map((address, i) => (
        <div key={address}>
          <colab-dom-lifecycle-events style="display: none;" />
          <iframe
            title="proxy"
            allow={i === 0 ? '' : ALLOW}
            sandbox={i === 0 ? SANDBOX : `${SANDBOX} allow-modals`}
            src={address}
            style="height: 1px; width: 1px; position: absolute; top: -100px;"
          />
        </div>
      ))}
    </div>
  );
}
