"""An address that expired is replaced by a fresh one: what came by the old one stays if the new one shows the same bytes."""

import os
import unittest
from unittest import mock

from origin import content, plain, sha256
from support import RuntimeTest
from test_disk import half, paced
from test_faults import chunked, whole_for_range

SIZE = 8 << 20
DATA = content(SIZE, seed=31)
OTHER = content(SIZE, seed=32)
DATE, LATER = 'Tue, 01 Sep 2026 00:00:00 GMT', 'Wed, 02 Sep 2026 00:00:00 GMT'
COMPARED = 4 << 20  # more than what is fetched to compare, less than what is held


def changed_at(offset, data=DATA):
    """The same file but for one byte."""
    changed = bytearray(data)
    changed[offset] ^= 1
    return bytes(changed)


# name: what the new address serves. All are the same bytes, whatever their server calls them.
SAME = {
    'the same strong tag': plain(DATA),
    'a weak tag': plain(DATA, 'W/"v1"'),
    'no tag': plain(DATA, None),
    'another tag': plain(DATA, '"mirror-7"'),
    'another date': plain(DATA, None, Last_Modified=LATER),
    'another tag and another date': plain(DATA, '"mirror-7"', Last_Modified=LATER),
}
# name: (what the new address serves, its bytes). None is the file that the part is of.
ANOTHER = {
    'other bytes and tag': (plain(OTHER, '"v2"'), OTHER),
    'other bytes under the same tag': (plain(OTHER), OTHER),
    'other bytes without a tag': (plain(OTHER, None), OTHER),
    'another start': (plain(changed_at(0), None), changed_at(0)),
    'another end of what is held': (plain(changed_at(SIZE // 2 - 1), None), changed_at(SIZE // 2 - 1)),
    'a longer file that begins the same': (plain(DATA + b'x', '"v1"'), DATA + b'x'),
    'a shorter file that begins the same': (plain(DATA[: SIZE - 1]), DATA[: SIZE - 1]),
    'a longer file of a size that is not told': (chunked(DATA + b'x'), DATA + b'x'),
    'a server without parts': (whole_for_range(OTHER, '"v2"'), OTHER),
}


class ReplacedLink(RuntimeTest):
    def held_half(self):
        """Leaves half of DATA behind, from an address that is good for nothing any more."""
        url = self.origin.add('/old?signed=1', half(DATA, times=999))
        failure, _ = self.fetch(url, tries=1)
        self.assertEqual(failure.code, 'connection-lost')
        self.origin.scripts['/old?signed=1'] = lambda _, reply: reply.head(403, Content_Length=0, Connection='close')

    def held_whole(self):
        """Leaves all of DATA behind, only not under its name yet."""
        with mock.patch('lifeline.disk.part.Part.publish', side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.fetch(self.origin.add('/old', paced(DATA, 1)))
        self.assertEqual(self.left(), ['file.bin.part', 'file.bin.part.journal'])

    def finish(self, script, data, path='/new', **job):
        """Fetches what the new address serves; returns (last record, bytes sent)."""
        before = self.origin.sent
        failure, records = self.fetch(self.origin.add(path, script), **job)
        self.assertIsNone(failure, failure and failure.message)
        self.assertTrue(self.read() == data, 'a wrong file was published')
        self.assertEqual(self.left(), ['file.bin'])
        return records[-1], self.origin.sent - before

    def each(self, cases, check):
        """Calls `check(case, connections)` for each case, half of DATA being held."""
        for connections in (1, 8):
            for name, case in cases.items():
                with self.subTest(name, connections=connections):
                    self.held_half()
                    check(case, connections)
                    os.unlink(self.path())

    def test_the_same_bytes_are_kept_whatever_the_server_calls_them(self):
        def check(script, connections):
            record, sent = self.finish(script, DATA, connections=connections)
            self.assertFalse(record['restarted'])
            self.assertGreater(record['kept'], 0)
            if connections == 1:  # without a strong tag, each of many connections compares anew
                self.assertLess(sent, SIZE // 2 + COMPARED)

        self.each(SAME, check)

    def test_only_the_signature_changed(self):
        for connections in (1, 8):
            with self.subTest(connections=connections):
                self.held_half()
                record, sent = self.finish(plain(DATA), DATA, path='/old?signed=2', connections=connections)
                self.assertFalse(record['restarted'])
                self.assertLess(sent, SIZE // 2 + COMPARED)
                os.unlink(self.path())

    def test_another_file_starts_over_and_says_so(self):
        def check(case, connections):
            script, right = case
            record, _ = self.finish(script, right, connections=connections)
            self.assertTrue(record['restarted'])
            self.assertEqual(record['kept'], 0)

        self.each(ANOTHER, check)

    def test_a_server_without_parts_is_compared_from_the_start(self):
        self.held_half()
        record, _ = self.finish(whole_for_range(DATA, '"v2"'), DATA)
        self.assertFalse(record['restarted'])

    def test_nothing_is_added_before_what_is_held_is_compared(self):
        """The same but for one byte in the middle: not one byte after it gets into the part."""
        for connections in (1, 8):
            with self.subTest(connections=connections):
                self.held_half()
                wrong = changed_at(SIZE // 4)
                added = []
                with mock.patch('lifeline.disk.part.Part.note', lambda part, offset, count: added.append(offset)):
                    with mock.patch('lifeline.disk.part.Part.begin', side_effect=InterruptedError):
                        self.fetch(self.origin.add('/new', plain(wrong, None)), connections=connections, tries=1)
                self.assertEqual(added, [])

    def test_a_part_that_rotted_altogether(self):
        self.held_half()
        with open(self.path('file.bin.part'), 'r+b') as file:
            file.write(bytes(SIZE // 2))
        record, _ = self.finish(plain(DATA, '"v2"'), DATA)
        self.assertEqual(record['kept'], 0)

    def test_a_part_that_rotted_at_its_start(self):
        """Nothing is held before what has to come first: the rest proves itself all the same."""
        for connections in (1, 8):
            with self.subTest(connections=connections):
                self.held_half()
                with open(self.path('file.bin.part'), 'r+b') as file:
                    file.write(b'rotten')
                record, sent = self.finish(plain(DATA, None), DATA, connections=connections)
                self.assertFalse(record['restarted'])
                if connections == 1:
                    self.assertLess(sent, SIZE // 2 + COMPARED)
                os.unlink(self.path())

    def test_aria2c_leaves_it_to_our_own_engine(self):
        self.held_half()
        record, _ = self.finish(plain(DATA, '"v2"'), DATA, engine='aria2c')
        self.assertEqual((record['engine'], record['restarted']), ('python', False))

    def test_a_digest_that_both_state_and_that_differs(self):
        """The bytes that are compared agree; the digest of the whole tells that others do not."""
        other = changed_at(SIZE // 2 - (3 << 19))
        self.origin.add('/old', half(DATA, times=999))
        linked = lambda to, data: lambda _, reply: reply.head(  # noqa: E731
            302, Location=to, X_Linked_ETag=f'"{sha256(data)}"', Content_Length=0, Connection='close'
        )
        url = self.origin.add('/link', linked('/old', DATA))
        self.assertEqual(self.fetch(url, tries=1)[0].code, 'connection-lost')
        self.origin.add('/new', plain(other))
        record, _ = self.finish(linked('/new', other), other, path='/link-2')
        self.assertTrue(record['restarted'])
        self.assertEqual(record['verified'], 'sha256')

    def test_a_comparison_that_is_interrupted_is_made_again(self):
        self.held_half()
        calls = []

        def script(request, reply):
            calls.append(request.range)
            if len(calls) <= 2:
                return reply.reset()
            return plain(changed_at(0), None)(request, reply)

        record, _ = self.finish(script, changed_at(0))
        self.assertTrue(record['restarted'])

    def test_a_whole_part_that_only_lacked_its_name(self):
        for script, right, restarted in ((plain(DATA, '"v2"'), DATA, False), (plain(OTHER, '"v2"'), OTHER, True)):
            for connections in (1, 8):
                with self.subTest(restarted=restarted, connections=connections):
                    self.held_whole()
                    record, sent = self.finish(script, right, connections=connections)
                    self.assertEqual(record['restarted'], restarted)
                    if not restarted:
                        self.assertLess(sent, COMPARED)
                    os.unlink(self.path())

    def test_as_a_process(self):
        for script, right, restarted in ((plain(DATA, '"v2"'), DATA, False), (plain(OTHER), OTHER, True)):
            for connections in ('1', '8'):
                with self.subTest(restarted=restarted, connections=connections):
                    old = self.origin.add('/old', half(DATA, times=999))
                    self.assertEqual(self.get(old, '--max-tries', '1')[0], 4)
                    before = self.origin.sent
                    code, records, err = self.get(self.origin.add('/new', script), '--connections', connections)
                    self.assertEqual(code, 0, err)
                    self.assertTrue(self.read() == right)
                    self.assertEqual(records[-1]['restarted'], restarted)
                    if not restarted:
                        self.assertLess(self.origin.sent - before, SIZE // 2 + COMPARED)
                    os.unlink(self.path())


if __name__ == '__main__':
    unittest.main()
