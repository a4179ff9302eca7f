import { describe, expect, it } from 'vitest';
import { dialogFacts } from '../../../src/colab/facts/dialogs';
import { classifyDialog } from '../../../src/colab/reading/classify-dialog';

const shape = (title: string, text = '', marks: string[] = ['mwc-dialog', 'yes-no-dialog']) => ({ title, text, marks });

describe('classifyDialog', () => {
  it.each([
    [
      'inactivity-disconnect',
      shape(
        'Runtime disconnected',
        'Your runtime has been disconnected due to inactivity or reaching its maximum duration.',
      ),
    ],
    [
      'inactivity-disconnect',
      shape('Runtime disconnected', 'The runtime disconnected due to inactivity. As a Pro subscriber, …'),
    ],
    [
      'inactivity-disconnect',
      shape(
        'Entorno de ejecución desconectado',
        'Se ha desconectado por inactividad o por alcanzar su duración máxima.',
      ),
    ],
    [
      'inactivity-disconnect',
      shape(
        'Ambiente de execução desconectado',
        'Foi desconectado devido à inatividade ou por atingir a duração máxima.',
      ),
    ],
    [
      'inactivity-disconnect',
      shape(
        'Çalışma zamanının bağlantısı kesildi',
        'Hareketsizlik veya maksimum süreye ulaşılması nedeniyle bağlantı kesildi.',
      ),
    ],
    [
      'disallowed-disconnect',
      shape(
        'Runtime disconnected',
        'Your runtime has been disconnected due to executing code that is disallowed in our free of charge tier.',
      ),
    ],
    [
      'disallowed-disconnect',
      shape('Runtime disconnected', 'Inactivity and code that is disallowed in our free tier.'),
    ],
    ['runtime-disconnected', shape('Runtime disconnected', 'For a reason that nobody has written down yet.')],
    [
      'disallowed-code-warning',
      shape(
        'Warning',
        'You may be executing code that is disallowed, and this may restrict your ability to use Colab.',
      ),
    ],
    [
      'not-authored',
      shape('Warning: This notebook was not authored by Google', 'This notebook is being loaded from GitHub.'),
    ],
    ['not-authored', shape('???', '', ['md-dialog', 'wide', 'external-notebook-authored-dialog'])],
    ['too-many-sessions', shape('Too many sessions', 'You have too many active sessions.')],
    [
      'gpu-unavailable',
      shape('Cannot connect to GPU backend', 'You cannot currently connect to a GPU due to usage limits in Colab.'),
    ],
    [
      'drive-access',
      shape('Permit this notebook to access your Google Drive files?', 'This notebook is requesting access.'),
    ],
    [
      'credentials-access',
      shape('Allow this notebook to access your Google credentials?', 'It will act for you in Google Drive.'),
    ],
    ['new-runtime-required', shape('New runtime required', '')],
    ['restart-session', shape('Restart session', 'You must restart the session to use newly installed versions.')],
    ['high-ram', shape('Switch to a high-RAM runtime?', '')],
    ['cannot-save', shape('Cannot save changes', '')],
    ['captcha', shape('', '', ['colab-recaptcha-dialog'])],
    ['captcha', shape('Are you still there?', '')],
    ['open-notebook', shape('Abrir cuaderno', '', ['mwc-dialog', 'colab-side-tab-dialog', 'colab-open-dialog'])],
    ['remote-changes', shape('Review remote changes', '', ['mwc-dialog', 'notebook-diff-dialog'])],
    ['unknown', shape('Rate your experience', 'Tell us more')],
    ['unknown', shape('', '')],
  ])('%s', (kind, dialog) => {
    expect(classifyDialog(dialog).kind).toBe(kind);
  });

  it('goes by structure before text, and through line breaks', () => {
    expect(
      classifyDialog(shape('Runtime disconnected', 'due to\n  inactivity', ['mwc-dialog', 'colab-open-dialog'])).policy,
    ).toBe('tell');
    expect(classifyDialog(shape('Runtime\n disconnected', 'due to\n  inactivity')).policy).toBe('reconnect');
  });

  it('has exactly one kind that is answered by itself, and it is never a refusal', () => {
    expect(new Set(dialogFacts.filter(({ policy }) => policy === 'reconnect').map(({ kind }) => kind))).toEqual(
      new Set(['inactivity-disconnect']),
    );
    for (const fact of dialogFacts)
      if (fact.means === 'captcha' || fact.means === 'blocked') expect(fact.policy).toBe('tell');
  });
});
