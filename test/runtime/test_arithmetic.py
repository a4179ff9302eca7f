"""The pure cores, by properties: blocks, leases, pace, backoff, and the judgement of answers under random fire."""

import os
import random
import unittest

from support import RuntimeTest

from lifeline.address import Address, name_from, safe_name
from lifeline.disk.blocks import SMALLEST, Blocks, block_size
from lifeline.engines.leases import Leases, without
from lifeline.engines.pace import Bearable, Pace
from lifeline.errors import CODES, Failure
from lifeline.net.http1 import Head
from lifeline.net.resource import Changed, Resource, Slice, Unproven, describe, judge, retry_after
from lifeline.net.retry import CAP, LONGEST_WISH, Backoff

MIB = 1 << 20


class BlockArithmetic(unittest.TestCase):
    def test_a_block_is_a_power_of_two_and_there_are_few(self):
        for size in (0, 1, SMALLEST, SMALLEST + 1, 5 << 30, 1 << 40, (1 << 50) + 1):
            block = block_size(size)
            self.assertEqual(block & (block - 1), 0)
            self.assertLessEqual(-(-size // block), 4096)

    def test_against_a_plain_list_of_bytes(self):
        """Whatever is added and dropped, fill, gaps and front are what a list of flags says."""
        for seed in range(60):
            dice = random.Random(seed)
            unit = 1 << 16  # bytes go in steps of this, so that a list of flags stays short
            size = dice.randrange(1, 200) * unit - dice.choice((0, 1, 777))
            blocks = Blocks(size, MIB)
            flags = [False] * -(-size // unit)
            for _ in range(60):
                gaps = blocks.gaps()
                if gaps and dice.random() < 0.8:
                    start, end = dice.choice(gaps)
                    start = dice.choice([start] + [at for at in range(-(-start // MIB) * MIB, end, MIB)])
                    count = min(dice.randrange(1, 40) * unit, end - start)
                    blocks.add(start, count)
                    for at in range(start // unit, -(-(start + count) // unit)):
                        flags[at] = True
                elif flags:
                    index = dice.randrange(len(blocks.fill))
                    blocks.drop(index)
                    first = index * MIB // unit
                    for at in range(first, min(first + MIB // unit, len(flags))):
                        flags[at] = False
                lengths = [min(unit, size - at * unit) for at in range(len(flags))]
                self.assertEqual(blocks.held, sum(length for length, flag in zip(lengths, flags) if flag))
                front = next((at for at, flag in enumerate(flags) if not flag), None)
                self.assertEqual(blocks.front(), size if front is None else front * unit)
                missing = sum(end - start for start, end in blocks.gaps())
                self.assertEqual(missing + blocks.held, size)
                self.assertEqual(blocks.complete, missing == 0)
                for start, end in blocks.gaps():
                    self.assertFalse(any(flags[start // unit : -(-end // unit)]))

    def test_bytes_in_the_air_are_refused(self):
        blocks = Blocks(5 * MIB)
        for offset in (1, MIB + 5, 5 * MIB):
            self.assertRaises(ValueError, blocks.add, offset, 10)

    def test_offsets_beyond_four_gigabytes(self):
        size = (1 << 33) + 12345
        blocks = Blocks(size)
        blocks.add(0, size - 5)
        self.assertEqual(blocks.gaps(), [(size - 5, size)])
        blocks.add(size - 5, 5)
        self.assertTrue(blocks.complete)

    def test_without_cuts_out_exactly(self):
        for seed in range(300):
            dice = random.Random(seed)
            runs = sorted((at * 10, at * 10 + dice.randrange(1, 10)) for at in dice.sample(range(20), 8))
            taken = [(low, low + dice.randrange(60)) for low in (dice.randrange(200) for _ in range(4))]
            inside = {byte for start, end in runs for byte in range(start, end)}
            for low, high in taken:
                inside -= set(range(low, high))
            self.assertEqual({byte for start, end in without(runs, taken) for byte in range(start, end)}, inside)


class FakePart:
    def __init__(self, blocks):
        self.blocks = blocks


class LeaseArithmetic(unittest.TestCase):
    def run_one(self, seed):
        """Connections of different speeds that break, stop and start at random: everything arrives, once and in order."""
        dice = random.Random(seed)
        size = dice.choice((1, MIB - 1, 5 * MIB + 3, 700 * MIB + 17))
        part = FakePart(Blocks(size))
        leases = Leases(part)
        speeds = [dice.choice((500_000, 10 * MIB, 80 * MIB)) for _ in range(dice.choice((1, 2, 8, 16)))]
        at_work, now, asked = {}, 0.0, 0
        while not part.blocks.complete:
            now += 0.1
            self.assertLess(now, 60 * 60, 'it does not end')
            for worker, speed in enumerate(speeds):
                lease = at_work.get(worker)
                if lease is None:
                    if part.blocks.complete:
                        break
                    lease = at_work[worker] = leases.take(len(speeds), now)
                    asked += lease is not None
                    if lease is None:
                        continue
                    others = [other for other in leases.held if other is not lease]
                    for other in others:
                        self.assertFalse(max(lease.pos, other.pos) < min(lease.end, other.end), 'two leases overlap')
                step = min(int(speed / 10), lease.end - lease.pos)
                if step > 0:
                    part.blocks.add(lease.pos, step)
                    lease.pos += step
                if lease.pos >= lease.end or dice.random() < 0.002:
                    leases.give_back(lease, now)
                    del at_work[worker]
            at_work = {worker: lease for worker, lease in at_work.items() if lease}
        return asked, size

    def test_everything_arrives(self):
        for seed in range(40):
            with self.subTest(seed=seed):
                asked, size = self.run_one(seed)
                self.assertLess(asked, 60 + size / MIB, 'far too many requests')

    def test_one_connection_has_one_lease_to_the_end(self):
        leases = Leases(FakePart(Blocks(100 * MIB)))
        lease = leases.take(1, 0.0)
        self.assertEqual((lease.pos, lease.end), (0, 100 * MIB))
        self.assertIsNone(leases.take(1, 0.0))

    def test_the_front_goes_first(self):
        leases = Leases(FakePart(Blocks(4096 * MIB)))
        starts = [leases.take(8, 0.0).pos for _ in range(8)]
        self.assertEqual(starts, sorted(starts))
        self.assertLess(starts[-1], 600 * MIB)

    def test_the_rest_of_a_slow_one_is_taken_over_once_others_are_far_faster(self):
        part = FakePart(Blocks(2 * MIB))
        leases = Leases(part)
        slow, fast = leases.take(2, 0.0), None
        fast = leases.take(2, 0.0)
        self.assertEqual((fast.pos, fast.end), (MIB, 2 * MIB))
        part.blocks.add(MIB, MIB)
        fast.pos = fast.end
        leases.give_back(fast, 0.1)
        part.blocks.add(0, 1000)
        slow.pos = 1000
        self.assertIsNone(leases.take(2, 4.0))
        rest = leases.take(2, 6.0)
        self.assertEqual((rest.pos, rest.end, slow.end), (1000, MIB, 1000))


class Connections(unittest.TestCase):
    def settled(self, speed_of, seconds=60, size=10 << 30):
        """How many connections Pace settles on where `speed_of(connections)` bytes a second come."""
        pace, held, used, now = Pace(), 0.0, 1, 0.0
        while now < seconds and held < size:
            used = pace.connections(held, size - held, used, now)
            held += speed_of(used) * 0.1
            now += 0.1
        return used

    def test_a_server_that_limits_each_gets_eight(self):
        self.assertEqual(self.settled(lambda used: used * 5e6), 8)

    def test_a_link_that_is_full_with_one_keeps_one(self):
        self.assertEqual(self.settled(lambda used: 100e6), 1)

    def test_what_ends_soon_is_left_alone(self):
        self.assertEqual(self.settled(lambda used: used * 5e6, size=20 << 20), 1)

    def test_a_slow_server_is_found_out_in_time_for_a_small_file(self):
        """64 MiB at 5 MB/s a connection took 6.5 s when each step took three."""
        self.assertGreaterEqual(self.settled(lambda used: used * 5e6, size=64 << 20), 4)

    def test_one_bad_second_does_not_settle_it(self):
        """The speed drops right after the connections were doubled, for a second, as on a busy network."""
        pace, held, used, now = Pace(), 0.0, 1, 0.0
        while now < 30:
            used = pace.connections(held, 10 << 30, used, now)
            held += used * 5e6 * 0.1 * (0.3 if 1.3 < now < 2.2 else 1)
            now += 0.1
        self.assertEqual(used, 8)

    def test_a_server_that_turns_away_is_asked_for_more_only_gently(self):
        bearable = Bearable(32)
        self.assertEqual(bearable.limit(8, 0.0), 8)
        bearable.turned_away(8, 1.0, None)
        self.assertEqual(bearable.limit(8, 2.0), 7)
        self.assertEqual([bearable.limit(8, 12.0), bearable.limit(8, 13.0)], [8, 8])
        bearable.turned_away(2, 20.0, 100.0)
        self.assertEqual(bearable.limit(8, 119.0), 1)
        self.assertEqual(bearable.limit(8, 121.0), 2)


class Waiting(unittest.TestCase):
    LOST = Failure('connection-lost', 'x')

    def test_full_jitter_capped(self):
        top = Backoff(None, lambda: 0.999999)
        waits = [top.delay(Failure('server-error', 'x'), 0.0) for _ in range(19)]
        self.assertEqual(waits, sorted(waits))
        self.assertLessEqual(waits[-1], CAP)
        self.assertIsNone(top.delay(self.LOST, 0.0))
        self.assertEqual(Backoff(None, lambda: 0.0).delay(Failure('server-error', 'x'), 0.0), 0.0)

    def test_a_lost_connection_is_made_again_at_once_the_first_time(self):
        backoff = Backoff(None, lambda: 1.0)
        self.assertEqual(backoff.delay(self.LOST, 0.0), 0.0)
        self.assertGreater(backoff.delay(self.LOST, 0.0), 0.0)

    def test_progress_gives_all_tries_back_and_a_few_bytes_do_not(self):
        backoff = Backoff(3, lambda: 0.5)
        for _ in range(50):
            self.assertIsNotNone(backoff.delay(self.LOST, 0.0))
            self.assertIsNotNone(backoff.delay(self.LOST, 0.0))
            backoff.progress(1 << 20)
        for _ in range(2):
            self.assertIsNotNone(backoff.delay(self.LOST, 0.0))
            backoff.progress(1)
        self.assertIsNone(backoff.delay(self.LOST, 0.0))

    def test_the_servers_wish_is_a_wish_up_to_a_bound(self):
        backoff = Backoff(None, lambda: 0.5)
        self.assertEqual(backoff.delay(Failure('server-busy', 'x', retry_after=7.0), 0.0), 7.0)
        self.assertEqual(backoff.delay(Failure('server-busy', 'x', retry_after=LONGEST_WISH), 0.0), LONGEST_WISH)
        self.assertLessEqual(backoff.delay(Failure('server-busy', 'x', retry_after=1e9), 0.0), CAP)

    def test_a_network_that_is_gone_is_waited_out_for_a_quarter_of_an_hour(self):
        backoff = Backoff(None, lambda: 0.5)
        gone = Failure('no-network', 'x')
        for second in range(0, 900, 10):
            self.assertIsNotNone(backoff.delay(gone, float(second)))
        self.assertIsNone(backoff.delay(gone, 901.0))

    def test_a_host_that_never_was_is_not_waited_for_and_one_that_was_is(self):
        unknown = Failure('unknown-host', 'x')
        fresh, begun = Backoff(None, lambda: 0.5), Backoff(None, lambda: 0.5)
        begun.progress(1 << 20)
        self.assertIn(None, [fresh.delay(unknown, 0.0) for _ in range(8)])
        self.assertNotIn(None, [begun.delay(unknown, 0.0) for _ in range(50)])

    def test_what_a_retry_cannot_help_is_not_retried(self):
        for code, (_, retryable) in CODES.items():
            if not retryable:
                backoff = Backoff(1_000_000, lambda: 0.5)
                self.assertIn(None, [backoff.delay(Failure(code, 'x'), 0.0) for _ in range(4)], code)

    def test_retry_after_in_all_its_forms(self):
        def asked(text, date='Tue, 01 Sep 2026 00:00:00 GMT'):
            return retry_after(Head(f'HTTP/1.1 503 X\nRetry-After: {text}\nDate: {date}'.encode()))

        self.assertEqual(asked('7'), 7.0)
        self.assertEqual(asked('Tue, 01 Sep 2026 00:00:09 GMT'), 9.0)
        self.assertEqual(asked('Mon, 31 Aug 2026 00:00:00 GMT'), 0.0)
        for text in ('soon', '-1', '1.5', '', '9' * 30, '٣'.encode().decode('latin-1')):
            self.assertIsNone(asked(text), text)


NUMBERS = ['0', '1', '5', '99', '100', '101', '4294967296', '-1', '+1', '1.5', '', ' 7', '0x10', '1e3', '9' * 19]
FIELDS = {
    'content-length': NUMBERS,
    'content-range': [f'bytes {a}-{b}/{c}' for a in ('0', '10', '99') for b in ('9', '99', '5') for c in ('100', '*', '7')]
    + ['bytes */100', 'bytes', '', 'bytes 0-', 'items 0-9/10', 'bytes 10-99/100, bytes 0-9/100'],
    'etag': ['"v1"', 'W/"v1"', '"v2"', 'v1', '""', '"a b"', '"\x80"'],
    'last-modified': ['Tue, 01 Sep 2026 00:00:00 GMT', 'Tue, 01 Sep 2026 09:00:00 GMT', 'yesterday', ''],
    'date': ['Tue, 01 Sep 2026 00:00:01 GMT', 'Tue, 99 Foo 2026', ''],
    'transfer-encoding': ['chunked', 'Chunked', 'gzip', ''],
    'content-encoding': ['identity', 'gzip', 'br, gzip', ''],
    'content-type': ['text/html', 'application/json', 'multipart/byteranges; boundary=x', 'application/octet-stream', '/', ''],
    'content-disposition': ['attachment', 'attachment; filename="a"', ''],
    'accept-ranges': ['bytes', 'none', 'lines'],
    'repr-digest': ['sha-256=:AAAA:', 'sha-256=:' + 'A' * 43 + '=:', 'sha-256', '=:=:'],
    'x-linked-etag': ['"' + 'a' * 64 + '"', 'b' * 64, 'x'],
    'retry-after': NUMBERS,
}


class Judgement(unittest.TestCase):
    def heads(self, seed):
        dice = random.Random(seed)
        status = dice.choice((200, 200, 206, 206, 206, 416, 404, 503, 304, 412, 500))
        lines = [f'HTTP/1.{dice.choice("01")} {status} X']
        for name, values in FIELDS.items():
            if dice.random() < 0.4:
                lines.append(f'{name}: {dice.choice(values)}')
        return dice, '\n'.join(lines).encode('latin-1')

    def test_any_answer_is_a_slice_within_what_was_asked_or_an_honest_error(self):
        accepted = 0
        for seed in range(20_000):
            dice, raw = self.heads(seed)
            asked = dice.choice((None, (10, 100), (10, None), (0, 50)))
            known = dice.choice((None, Resource(100, ['"v1"'], None), Resource(100, [], None), Resource(None), Resource(100, ['"a"', '"v1"'])))
            try:
                head = Head(raw)
                found = judge(head, asked, known, dice.choice(((), ('/x.bin',), ('/x', 'y.zip'))))
            except (Failure, Changed, Unproven):
                continue
            accepted += 1
            self.assertIsInstance(found, Slice)
            self.assertLessEqual(found.start, asked[0] if asked else 0)
            if found.end is not None:
                self.assertLessEqual(found.start, found.end)
                if asked and asked[1] is not None and head.status == 206:
                    self.assertLessEqual(found.end, asked[1])
            if known and known.size is not None and head.status == 206:
                self.assertIn(found.total, (None, known.size))
            if head.status == 206 and known and found.fresh is None and not found.compare:
                self.assertEqual(describe(head, None).etags, ['"v1"'], 'a part was believed without a strong tag')
        self.assertGreater(accepted, 500)

    def test_any_head_is_read_or_refused(self):
        sound = b'HTTP/1.1 206 Partial Content\nContent-Range: bytes 10-99/100\nETag: "v1"\nContent-Length: 90'
        for seed in range(20_000):
            dice = random.Random(seed)
            raw = bytearray(sound if dice.random() < 0.8 else dice.randbytes(60))
            for _ in range(dice.randrange(1, 5)):
                at = dice.randrange(len(raw) + 1)
                raw[at : at + dice.randrange(3)] = dice.randbytes(dice.randrange(3))
            try:
                head = Head(bytes(raw))
                judge(head, (10, 100), Resource(100, ['"v1"']), ('/x.bin',))
                self.assertIn(head.length, (None, 90), raw)
            except (Failure, Changed, Unproven):
                pass


class Names(RuntimeTest):
    def test_what_a_server_calls_its_file(self):
        address = Address('http://example.org/x%20y.bin?z')
        for disposition, name in {
            None: 'x y.bin',
            'inline': 'x y.bin',
            'attachment; filename=plain.bin': 'plain.bin',
            'attachment; filename="se;mi \\"q\\".bin"': 'se;mi _q_.bin',
            "attachment; filename=eu.bin; filename*=UTF-8''%E2%82%AC.bin": '€.bin',
            "attachment; filename*=iso-8859-1'en'%A3.bin; filename=pounds.bin": '£.bin',
            "attachment; filename*=UTF-8''%FF%FE; filename=safe.bin": 'safe.bin',
            "attachment; filename*=no-such''%61; filename=safe.bin": 'safe.bin',
            "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd": 'passwd',
            'attachment; filename=".."': 'x y.bin',
            'attachment; filename=""': 'x y.bin',
            'attachment; filename="Ã¤.bin"': 'ä.bin',  # UTF-8 in a field that is read as Latin-1
        }.items():
            self.assertEqual(name_from(disposition, address), name, disposition)

    def test_any_name_becomes_one_that_can_be_written_in_one_folder(self):
        pieces = ['..', '/', '\\', '\0', '.', ' ', 'a', 'ä', '\U0001f600', '%2f', ':', '\u202e', 'CON', '\n', '.tar.gz', 'x' * 200]
        for seed in range(2000):
            dice = random.Random(seed)
            name = safe_name(''.join(dice.choice(pieces) for _ in range(dice.randrange(8))))
            if name:
                path = os.path.join(self.folder, name)
                self.assertEqual(os.path.dirname(path), self.folder)
                with open(path + '.part.journal.new', 'wb'):
                    pass
                os.unlink(path + '.part.journal.new')


if __name__ == '__main__':
    unittest.main()
