import * as v from 'valibot';
import type { Wishes } from './guard';
import { scheduleSchema } from './schedule';

/** Up to a week: nobody keeps a runtime for longer. */
const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(7 * 24 * 3_600_000));

/** What a user may want for a notebook, as it comes in from outside. */
export const wishes = v.object({
  plan: v.variant('mode', [
    v.object({ mode: v.picklist(['off', 'while-working']) }),
    v.object({ mode: v.literal('timed'), left: milliseconds }),
  ]),
  countCells: v.nullable(v.boolean()),
  budget: v.nullable(milliseconds),
  schedule: v.optional(v.nullable(v.union([scheduleSchema, v.literal('any')])), null),
}) satisfies v.GenericSchema<unknown, Wishes>;
