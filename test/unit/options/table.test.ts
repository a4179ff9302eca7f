import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json' with { type: 'json' };
import { SECTIONS } from '../../../src/options/table';
import { settingsSchema } from '../../../src/store/settings';

const shown = SECTIONS.flatMap(({ settings }) => settings);

describe('Options', () => {
  it('shows every setting once: a new one is a line in src/options/table.ts and a text `setting_<key>`', () => {
    expect(shown.map(({ key }) => key).toSorted()).toEqual(Object.keys(settingsSchema.entries).toSorted());
    for (const { key } of shown) expect(Object.keys(messages)).toContain(`setting_${key}`);
  });

  it('offers exactly those choices that the store keeps', () => {
    for (const setting of shown) {
      if (setting.kind !== 'choice') continue;
      const { key, options } = setting;
      expect(
        options.map((option) => v.parse(settingsSchema, { [key]: option })[key]),
        key,
      ).toEqual(options);
      expect(options, key).toContain(v.parse(settingsSchema, { [key]: 'no such' })[key]);
    }
  });

  it('lets exactly those numbers pass that the store keeps', () => {
    for (const setting of shown) {
      if (setting.kind !== 'number') continue;
      const { key, min, max, scale = 1 } = setting;
      const kept = (value: number) => v.parse(settingsSchema, { [key]: value })[key] === value;
      expect(
        [min, max].map((value) => kept(value * scale)),
        key,
      ).toEqual([true, true]);
      if (scale === 1) expect([min - 1, max + 1].map(kept), key).toEqual([false, false]);
    }
  });
});
