"""Encrypted connections: what is not certain is not believed, and what cannot be cured is not tried again."""

import os
import ssl
import subprocess
import tempfile
import threading
import unittest
from unittest import mock

from origin import Origin, plain
from support import RuntimeTest
from test_faults import OLD, SIZE, cut, first_then


def certificate(folder, name, names='DNS:localhost,IP:127.0.0.1'):
    """A key and a certificate of its own in one file; returns its path."""
    path = os.path.join(folder, f'{name}.pem')
    curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    command = ['openssl', 'req', '-x509', *curve, '-keyout', '-', '-subj', f'/CN={name}', '-days', '30']
    with open(path, 'wb') as file:
        subprocess.run([*command, '-addext', f'subjectAltName={names}'], stdout=file, stderr=subprocess.DEVNULL, check=True)
    return path


def expired(folder):
    """The same, but its time is over."""
    path, request = os.path.join(folder, 'expired.pem'), os.path.join(folder, 'expired.csr')
    quiet = {'check': True, 'stderr': subprocess.DEVNULL}
    with open(path, 'wb') as file:
        command = ['openssl', 'req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', '-', '-out', request, '-subj', '/CN=localhost']
        subprocess.run(command, stdout=file, **quiet)
        file.flush()
        command = ['openssl', 'x509', '-req', '-in', request, '-signkey', path, '-days', '-1']
        subprocess.run(command, stdout=file, **quiet)
    return path


class Tls(RuntimeTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.good = certificate(folder.name, 'good')
        cls.elsewhere = certificate(folder.name, 'elsewhere', names='DNS:example.org')
        cls.expired = expired(folder.name)

    def secure(self, script, own=None, wrap=None, trusted=True):
        """Serves a script over TLS; returns (origin, address). What the certificate is worth is what the client thinks of it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own or self.good)
        origin = self.enterContext(Origin(wrap or self.shake_hands, 'https'))
        self.context, self.handshakes = context, 0
        client = ssl.create_default_context(cafile=own or self.good) if trusted else ssl.create_default_context()
        self.enterContext(mock.patch('lifeline.net.transport._context', client))
        return origin, origin.add('/file', script)

    def shake_hands(self, raw):
        self.handshakes += 1
        return self.context.wrap_socket(raw, server_side=True)

    def right(self, url, **job):
        failure, _ = self.fetch(url, **job)
        self.assertIsNone(failure, failure and failure.message)
        self.assertTrue(self.read() == OLD)
        os.unlink(self.path())

    def test_a_file_with_one_connection_and_with_eight(self):
        _, url = self.secure(plain(OLD))
        self.right(url, connections=1)
        self.right(url, connections=8)

    def test_cut_in_the_middle(self):
        _, url = self.secure(cut(OLD, SIZE // 2, how='close', times=3))
        self.right(url)

    def test_an_end_without_a_length_counts_only_if_it_was_announced(self):
        def script(announced):
            def serve(request, reply):
                reply.head(200, Connection='close')
                reply.body(OLD if announced else OLD[: SIZE // 3])
                if announced:
                    reply.announce_end()

            return serve

        _, url = self.secure(script(False))
        self.assertEqual(self.fetch(url, tries=3)[0].code, 'connection-lost')
        _, url = self.secure(script(True))
        self.right(url)

    def test_a_handshake_that_breaks_once(self):
        counted = []

        def wrap(raw):
            counted.append(raw)
            if len(counted) == 1:
                raw.recv(10)
                raise ConnectionResetError
            return self.context.wrap_socket(raw, server_side=True)

        _, url = self.secure(plain(OLD), wrap=wrap)
        self.right(url)

    def test_a_handshake_that_hangs_once(self):
        counted, ended = [], threading.Event()
        self.addCleanup(ended.set)

        def wrap(raw):
            counted.append(raw)
            if len(counted) == 1:
                ended.wait(20)
            return self.context.wrap_socket(raw, server_side=True)

        _, url = self.secure(plain(OLD), wrap=wrap)
        self.right(url, quiet=0.5)

    def test_bad_certificates_are_tried_once(self):
        cases = {'nobody knows it': {'trusted': False}, 'another host': {'own': self.elsewhere}, 'expired': {'own': self.expired}}
        for name, options in cases.items():
            with self.subTest(name):
                origin, url = self.secure(plain(OLD), **options)
                failure, _ = self.fetch(url)
                self.assertEqual((failure.code, failure.exit_status), ('bad-certificate', 3))
                self.assertEqual(self.handshakes, 1)
                self.assertEqual(origin.requests, [])

    def test_a_server_that_does_not_speak_it(self):
        url = self.origin.add('/file', plain(OLD)).replace('http:', 'https:')
        self.assertEqual(self.fetch(url, tries=2)[0].exit_status, 4)

    def test_from_plain_to_encrypted_is_followed_and_not_back(self):
        origin, url = self.secure(plain(OLD))
        there = self.origin.add('/up', lambda _, reply: reply.head(302, Location=url, Content_Length=0, Connection='close'))
        self.right(there)
        back = self.origin.add('/down', plain(OLD))
        down = origin.add('/down', lambda _, reply: reply.head(302, Location=back, Content_Length=0, Connection='close'))
        self.assertEqual(self.fetch(down)[0].code, 'redirect-unsafe')

    def test_an_answer_that_never_starts(self):
        _, url = self.secure(first_then(lambda _, reply: reply.hang(), plain(OLD)))
        self.right(url, quiet=0.5)


if __name__ == '__main__':
    unittest.main()
