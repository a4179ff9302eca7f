import { describe, expect, it } from 'vitest';
import { acceleratorOfRuntime, parseTooltip } from '../../../src/colab/hardware';

const amounts = (ram: [number, number] | null, disk: [number, number] | null) => ({
  ram: ram && { usedGb: ram[0], totalGb: ram[1] },
  disk: disk && { usedGb: disk[0], totalGb: disk[1] },
});

describe('parseTooltip', () => {
  it.each([
    ['Connected to\nPython 3 Google Compute Engine backend\nRAM: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB', null],
    [
      'Connected to\nPython 3 Google Compute Engine backend (GPU)\nRAM: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB',
      'GPU',
    ],
    ['Connecté à\nBackend Google Compute Engine Python 3\nRAM : 1.08 GB/12.67 GB\nDisque : 21.20 GB/107.72 GB', null],
    [
      'Conectado a\ndel backend de Google Compute Engine que utiliza Python 3\nRAM: 1.08 GB/12.67 GB\nDisco: 21.20 GB/107.72 GB',
      null,
    ],
    [
      'Đã kết nối với\nPython 3 Phần phụ trợ Google Compute Engine\nRAM: 1.08 GB/12.67 GB\nỔ đĩa: 21.20 GB/107.72 GB',
      null,
    ],
    ['연결된 런타임:\nPython 3 Google Compute Engine 백엔드\nRAM: 1.08 GB/12.67 GB\n디스크: 21.20 GB/107.72 GB', null],
    ['Bağlandı:\nPython 3 Google Compute Engine arka uç\nRAM: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB', null],
    ['Waiting to finish the current execution.\nbackend\nRAM: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB', null],
    [
      'Connected to\n\n      Python 3 backend (TPU)    \n\n   RAM: 1.08 GB/12.67 GB   \n\n   Disk: 21.20 GB/107.72 GB  ',
      'TPU',
    ],
    ['Connected to backend RAM: 1.08 GB/12.67 GB Disk: 21.20 GB/107.72 GB', null],
    ['Disk: 21.20\u00a0GB/107.72\u00a0GB\nRAM: 1.08 GB / 12.67 GB', null],
    ['x\nGPU RAM: 0.5 GB/15.0 GB\nRAM: 1,08 GB/12,67 GB\nDisk: 21.20 GB/107.72 GB', null],
  ])('%j', (tooltip, accelerator) => {
    expect(parseTooltip(tooltip)).toEqual({ ...amounts([1.08, 12.67], [21.2, 107.72]), accelerator });
  });

  it.each(['', 'Connect to a new runtime', 'Click to connect', 'Connected to\nPython 3 Google Compute Engine backend'])(
    'tells no amounts from %j',
    (tooltip) => {
      expect(parseTooltip(tooltip)).toEqual({ ram: null, disk: null, accelerator: null });
    },
  );

  it('reads other units as gigabytes', () => {
    expect(parseTooltip('RAM: 512 MB/1.5 TB')).toMatchObject(amounts([0.512, 1500], null));
  });

  it('gives the same answer twice', () => {
    const tooltip = 'RAM: 1.08 GB/12.67 GB';
    expect(parseTooltip(tooltip)).toEqual(parseTooltip(tooltip));
  });
});

describe('acceleratorOfRuntime', () => {
  it.each([
    ['T4 (Python 3)', 'T4'],
    ['v5e-1 TPU (Python 3)', 'v5e-1 TPU'],
    ['A100 (R)', 'A100'],
    ['Python 3', null],
    ['R', null],
    ['Python 3 (x)', null],
    ['', null],
  ])('%s', (status, accelerator) => {
    expect(acceleratorOfRuntime(status)).toBe(accelerator);
  });
});
