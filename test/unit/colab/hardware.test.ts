import { describe, expect, it } from 'vitest';
import { acceleratorOfRuntime, parseTooltip } from '../../../src/colab/reading/hardware';

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
    ['Connected to backend (GPU) RAM: 1.08 GB/12.67 GB Disk: 21.20 GB/107.72 GB', 'GPU'],
    ['Connected to\nbackendRAM: 1.08 GB/12.67 GBDisk: 21.20 GB/107.72 GB', null],
    ['已连接到\nPython 3 Google Compute Engine 后端\nRAM：1.08 GB/12.67 GB\n磁盘：21.20 GB/107.72 GB', null],
    ['接続先\nPython 3 バックエンド（TPU）\nRAM: 1.08 GB/12.67 GB\nディスク: 21.20 GB/107.72 GB', 'TPU'],
    ['متصل\n\u200fRAM: ١٫٠٨ GB/١٢٫٦٧ GB\nالقرص: ٢١٫٢٠ GB/١٠٧٫٧٢ GB', null],
    ['conectado (v5e-1)\nRAM: 1,08 GB/12,67 GB\nΔίσκος: 21,20 GB/107,72 GB', 'v5e-1'],
    ['?: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB', null],
    ['TPU HBM: 0.5 GB/16 GB\nRAM: 1.08 GB/12.67 GB\nDisk: 21.20 GB/107.72 GB', null],
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

  it.each([
    ['numbers that lie', 'RAM: 13.5 GB/12.67 GB\nDisk: 0 GB/0 GB'],
    ['two amounts with words that nobody knows', '?: 1.08 GB/12.67 GB\n??: 21.20 GB/107.72 GB'],
    ['a number that could be two', 'RAM: 1,024 GB/12,670 GB'],
    ['another unit', 'RAM: 1.08 XB/12.67 XB'],
  ])('says nothing where it is not certain: %s', (_, tooltip) => {
    expect(parseTooltip(tooltip)).toMatchObject({ ram: null, disk: null });
  });

  it.each([
    ['1,024.5 GB/2,048 GB', 1024.5, null],
    ['0.500 GB/12.67 GB', 0.5, 12.67],
    ['334.56 GB/1.134,25 GB', 334.56, 1134.25],
    ["1'024.50 GB/2'048.25 GB", 1024.5, 2048.25],
    ['1\u202f024,5 GB/2\u00a0048,25 GB', 1024.5, 2048.25],
    ['512 MB/12.67\u00a0GiB', 0.512, 12.67],
  ])('reads RAM: %s', (amount, usedGb, totalGb) => {
    const { ram } = parseTooltip(`RAM: ${amount}`);
    expect(ram).toEqual(totalGb === null ? null : { usedGb, totalGb });
  });

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
    ['L4 (Python 3)', 'L4'],
    ['H100 (Python 3)', 'H100'],
    ['A100 80GB (Python 3)', 'A100 80GB'],
    ['v2-8 TPU (Python 3)', 'v2-8 TPU'],
    ['v6e-1 (Julia 1.10)', 'v6e-1'],
    ['T4（Python 3）', 'T4'],
    ['C++17 (xeus)', null],
    ['Connecting… (Python 3)', null],
    ['Python 3', null],
    ['R', null],
    ['Python 3 (x)', null],
    ['', null],
  ])('%s', (status, accelerator) => {
    expect(acceleratorOfRuntime(status)).toBe(accelerator);
  });
});
