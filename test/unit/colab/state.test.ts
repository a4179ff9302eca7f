import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectSigns, decideState, type Signs } from '../../../src/colab/reading/state';

const button = (more: Partial<ConnectSigns>): ConnectSigns => ({
  icon: false,
  resources: false,
  amounts: false,
  spinner: false,
  working: false,
  caption: '',
  tooltip: '',
  ...more,
});
const signs = (more: Partial<Signs>): Signs => ({
  connect: null,
  runtimeShown: null,
  restartEnabled: null,
  executionShown: false,
  cellActive: false,
  signedIn: null,
  object: null,
  dialogs: [],
  ...more,
});
const told = (connected: boolean | null, kernelState: string | null = null, executing: boolean | null = null) => ({
  connected,
  kernelState,
  executing,
});

describe('decideState', () => {
  it.each<[string, string, Partial<Signs>]>([
    ['unknown', 'nothing there', {}],
    ['idle', 'connected', { connect: button({ icon: true, resources: true, amounts: true }) }],
    ['idle', 'connected without resource display (2024-10)', { connect: button({ icon: true, caption: 'Connected' }) }],
    ['idle', 'connected, icon gone', { connect: button({ resources: true }) }],
    ['idle', 'connected, only the tooltip says so', { connect: button({ amounts: true }) }],
    ['idle', 'connected in another language', { connect: button({ caption: 'Terhubung' }) }],
    [
      'busy',
      'working icon, no running cell (2024-11)',
      { connect: button({ icon: true, resources: true, working: true }) },
    ],
    ['busy', 'after a reload during a run', { connect: button({ caption: 'Busy' }) }],
    ['busy', 'a cell runs', { connect: button({ icon: true }), cellActive: true }],
    ['busy', 'the status bar shows a run', { connect: button({ icon: true }), executionShown: true }],
    ['busy', 'the page object executes', { connect: button({ icon: true }), object: told(true, null, true) }],
    [
      'disconnected',
      'never connected',
      { connect: button({ caption: 'Connect', tooltip: 'Connect to a new runtime' }) },
    ],
    ['disconnected', 'reconnect', { connect: button({ caption: 'Reconnect', tooltip: 'Click to connect' }) }],
    ['disconnected', 'es', { connect: button({ caption: 'Conectar' }) }],
    ['disconnected', 'pt', { connect: button({ caption: 'Reconectar' }) }],
    ['disconnected', 'tr', { connect: button({ caption: 'Yeniden bağlan' }) }],
    ['disconnected', 'fr', { connect: button({ caption: 'Se connecter' }) }],
    ['disconnected', 'ko', { connect: button({ caption: '연결' }) }],
    ['disconnected', 'vi', { connect: button({ caption: 'Kết nối' }) }],
    ['disconnected', 'id', { connect: button({ caption: 'Hubungkan' }) }],
    ['disconnected', 'de', { connect: button({ caption: 'Verbinden' }) }],
    ['disconnected', 'ru', { connect: button({ caption: 'Подключиться' }) }],
    ['disconnected', 'ja', { connect: button({ caption: '再接続' }) }],
    ['disconnected', 'zh', { connect: button({ caption: '重新连接' }) }],
    ['disconnected', 'th', { connect: button({ caption: 'เชื่อมต่อ' }) }],
    [
      'disconnected',
      'a page that the browser translated: the tooltip is still as it was',
      { connect: button({ caption: 'Συνδέσου', tooltip: 'Click to connect' }) },
    ],
    [
      'unknown',
      'words against a runtime that is there',
      { connect: button({ caption: 'Connect' }), runtimeShown: true, restartEnabled: true },
    ],
    [
      'unknown',
      'words for a runtime that is not there',
      { connect: button({ caption: 'Connected' }), runtimeShown: false },
    ],
    ['connecting', 'ja', { connect: button({ caption: '接続中' }) }],
    ['connecting', 'zh', { connect: button({ caption: '正在连接…' }) }],
    ['connecting', 'tr', { connect: button({ caption: 'Bağlanıyor' }) }],
    [
      'connecting',
      'a spinner beside the icon, nothing of a runtime yet',
      { connect: button({ icon: true, spinner: true }) },
    ],
    ['idle', 'tr', { connect: button({ caption: 'Bağlandı' }) }],
    ['unknown', 'not connected is not connected', { connect: button({ caption: 'Not connected' }) }],
    [
      'idle',
      'a runtime beside a link to sign in, which may be anyone’s',
      { connect: button({ icon: true, resources: true }), signedIn: false },
    ],
    [
      'disconnected',
      'a language that is not in the table',
      { connect: button({ caption: 'Σύνδεση' }), runtimeShown: false, restartEnabled: false },
    ],
    [
      'unknown',
      'a language that is not in the table, one sign only',
      { connect: button({ caption: 'Σύνδεση' }), runtimeShown: false },
    ],
    ['connecting', 'en', { connect: button({ caption: 'Connecting' }) }],
    ['connecting', 'allocating', { connect: button({ caption: 'Allocating' }) }],
    ['connecting', 'es, pt', { connect: button({ caption: 'Conectando' }) }],
    ['connecting', 'tr', { connect: button({ caption: 'Bağlanıyor' }) }],
    ['connecting', 'a spinner', { connect: button({ caption: '…', spinner: true }) }],
    [
      'connecting',
      'the kernel is being allocated',
      { connect: button({ caption: 'Connect' }), object: told(false, 'allocating') },
    ],
    [
      'lost',
      'the button shows a kernel that the page object lost',
      { connect: button({ icon: true }), object: told(false) },
    ],
    ['unknown', 'they contradict each other', { connect: button({ caption: 'Connect' }), object: told(true) }],
    ['idle', 'no button, but the page object', { object: told(true) }],
    ['disconnected', 'no button, but the page object says no', { object: told(false, 'connect') }],
    ['signed-out', 'signed out', { signedIn: false, connect: button({ caption: 'Connect' }) }],
    [
      'captcha',
      'over all else',
      {
        connect: button({ icon: true }),
        signedIn: false,
        dialogs: [{ kind: 'captcha', policy: 'tell', means: 'captcha' }],
      },
    ],
    [
      'blocked',
      'refused',
      {
        connect: button({ caption: 'Connect' }),
        dialogs: [{ kind: 'too-many-sessions', policy: 'tell', means: 'blocked' }],
      },
    ],
    [
      'lost',
      'disconnected for idleness',
      {
        connect: button({ caption: 'Reconnect' }),
        dialogs: [{ kind: 'inactivity-disconnect', policy: 'reconnect', means: 'lost' }],
      },
    ],
    [
      'idle',
      'a dialog that means nothing for the state',
      { connect: button({ icon: true }), dialogs: [{ kind: 'unknown', policy: 'tell', means: null }] },
    ],
  ])('%s: %s', (state, _, more) => {
    expect(decideState(signs(more))).toBe(state);
  });

  it('is never "disconnected", which may be clicked, while anything shows a connection', () => {
    const flags = fc.record({
      icon: fc.boolean(),
      resources: fc.boolean(),
      amounts: fc.boolean(),
      spinner: fc.boolean(),
      working: fc.boolean(),
      caption: fc.string(),
      tooltip: fc.string(),
    });
    fc.assert(
      fc.property(flags, fc.boolean(), fc.boolean(), (connect, runtimeShown, restartEnabled) => {
        const state = decideState(signs({ connect, runtimeShown, restartEnabled, object: told(true) }));
        expect(state).not.toBe('disconnected');
        if (connect.icon || connect.resources) {
          expect(decideState(signs({ connect, runtimeShown, restartEnabled }))).not.toBe('disconnected');
        }
      }),
    );
  });
});
