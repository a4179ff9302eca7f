"""The contract of the command line: exit statuses, records, names, secrets, and what bad input gets."""

import hashlib
import os
import random
import unittest

from origin import content, plain
from support import RuntimeTest

DATA = content(300_000)


class CommandLine(RuntimeTest):
    def served(self, name='/models/weights.bin', **extra):
        return self.origin.add(name, plain(DATA, **extra))

    def test_a_record_has_what_the_contract_names(self):
        code, records, _ = self.get(self.served())
        self.assertEqual(code, 0)
        wanted = {'job', 'seq', 'state', 'offset', 'size', 'rate', 'eta', 'engine', 'attempt', 'error', 'boot'}
        for record in records:
            self.assertLessEqual(wanted, record.keys())
        self.assertEqual([r['seq'] for r in records], sorted({r['seq'] for r in records}))
        self.assertEqual((records[-1]['state'], records[-1]['offset'], records[-1]['size']), ('completed', 300_000, 300_000))

    def test_a_folder_takes_the_name_from_the_address(self):
        self.assertEqual(self.get(self.served(), output=self.folder + '/')[0], 0)
        self.assertTrue(self.read('weights.bin') == DATA)

    def test_a_folder_takes_the_name_from_the_server_made_safe(self):
        hostile = {
            'attachment; filename="../../evil.sh"': 'evil.sh',
            "attachment; filename*=UTF-8''na%C3%AFve%20file.bin": 'naïve file.bin',
            'attachment; filename="/etc/passwd"': 'passwd',
        }
        for number, (header, name) in enumerate(hostile.items()):
            with self.subTest(header=header):
                url = self.origin.add(f'/d{number}', plain(DATA, Content_Disposition=header))
                self.assertEqual(self.get(url, output=self.folder + '/')[0], 0)
                self.assertTrue(self.read(name) == DATA)

    def test_a_pattern_makes_a_name_of_the_server_s_one(self):
        hostile = f'attachment; filename="{"w" * 300}.tar.gz"'
        for pattern, headers, name in (
            ('sub/2026 {name}', {}, 'sub/2026 weights.bin'),
            ('{name}.{name}', {}, 'weights.bin.weights.bin'),
            ('{name}/a.bin', {}, '{name}/a.bin'),
            ('x-{name}', {'Content_Disposition': hostile}, f'x-{"w" * 225}.gz'),
        ):
            with self.subTest(pattern=pattern):
                url = self.origin.add('/weights.bin', plain(DATA, **headers))
                self.assertEqual(self.get(url, output=f'{self.folder}/{pattern}')[0], 0)
                self.assertTrue(self.read(name) == DATA)

    def test_what_is_there_already_is_seen_by_its_digest(self):
        url = self.served()
        digest = hashlib.sha256(DATA).hexdigest()
        self.assertEqual(self.get(url, '--sha256', digest)[0], 0)
        sent = self.origin.sent
        self.assertEqual(self.get(url, '--sha256', digest)[0], 0)
        self.assertEqual(self.origin.sent, sent)

    def test_an_empty_file(self):
        url = self.origin.add('/empty', lambda _, reply: reply.head(200, Content_Length=0, Connection='close'))
        self.assertEqual(self.get(url)[0], 0)
        self.assertEqual(self.read(), b'')

    def test_bad_input_has_its_exit_status_and_one_clear_line(self):
        url = self.served()
        cases = [
            (['ftp.example.org/a'], {}, 3),
            ([''], {}, 3),
            (['file:///etc/passwd'], {}, 3),
            ([url, '--sha256', 'abc'], {}, 2),
            ([url, '--md5', 'ab' * 20], {}, 2),
            ([url, '--connections', '0'], {}, 2),
            ([url, '--header', 'no colon'], {}, 2),
            ([url, '--header', 'X: a\r\nEvil: b'], {}, (2, 3)),
            ([url, '--max-tries', 'many'], {}, 2),
            ([url, '--engine', 'axel'], {}, 2),
            (['ftp://127.0.0.1:1/file', '--engine', 'wget', '--max-tries', '1'], {}, 4),
            (['ftp://example.org/folder/'], {}, 3),
            ([url], {'output': '/proc/nowhere/file'}, 6),
            (['http://127.0.0.1:1/refused', '--max-tries', '1'], {}, 4),
            (['http://no-such-host.invalid/', '--max-tries', '1'], {}, 4),
        ]
        for arguments, options, expected in cases:
            with self.subTest(arguments=arguments, **options):
                code, _, err = self.get(*arguments, **options)
                self.assertIn(code, expected if isinstance(expected, tuple) else (expected,), err)
                self.assertEqual(len(err.strip().splitlines()), 1, err)
                self.assertEqual(self.left(), [])

    def test_secrets_are_neither_printed_nor_sent_elsewhere(self):
        elsewhere = self.origin.url.replace('127.0.0.1', 'localhost')
        self.origin.add('/file', plain(DATA))
        url = self.origin.add(
            '/start', lambda _, reply: reply.head(302, Location=elsewhere + '/file', Content_Length=0, Connection='close')
        )
        code, records, err = self.get(url, '--header', 'Authorization: Bearer s3cr3t')
        self.assertEqual(code, 0, err)
        by_path = {request.path: request.headers.get('authorization') for request in self.origin.requests}
        self.assertEqual(by_path, {'/start': 'Bearer s3cr3t', '/file': None})
        self.assertNotIn('s3cr3t', str(records) + err)

    def test_a_signed_address_that_expired_is_resolved_again_from_the_original(self):
        good = {'token': '/signed?1'}

        def start(_, reply):
            good['token'] = f'/signed?{len(self.origin.requests)}'
            self.origin.scripts[good['token']] = signed
            reply.head(302, Location=good['token'], Content_Length=0, Connection='close')

        def signed(request, reply):
            if request.path != good['token']:
                return reply.head(403, Content_Length=0, Connection='close')
            if len(self.origin.requests) < 4:
                good['token'] = 'expired'
                reply.head(200, Content_Length=len(DATA), ETag='"v1"')
                reply.body(DATA[:100_000])
                return reply.reset()
            return plain(DATA)(request, reply)

        url = self.origin.add('/start', start)
        self.assertEqual(self.get(url, '--connections', '1')[0], 0)
        self.assertTrue(self.read() == DATA)

    def test_gibberish_never_escapes_as_an_exception(self):
        dice = random.Random(3)
        heads = [b'HTTP/1.1 200 OK\r\nContent-Length: ', b'HTTP/1.1 206 X\r\nContent-Range: bytes ', b'HTTP/9 ', b'']
        for round_ in range(30):
            junk = dice.choice(heads) + dice.randbytes(dice.randrange(200)) + b'\r\n\r\n'
            url = self.origin.add(f'/junk{round_}', lambda _, reply, junk=junk: reply.raw(junk))
            code, _, err = self.get(url, '--max-tries', '1', '--stall-timeout', '1', output=self.path(f'junk{round_}'))
            self.assertNotEqual(code, 1, err)
            if code != 0:
                self.assertFalse(os.path.exists(self.path(f'junk{round_}')))


if __name__ == '__main__':
    unittest.main()
