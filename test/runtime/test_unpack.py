"""Archives, good and hostile: nothing leaves the folder, and a folder appears only when it is complete."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

from origin import plain
from support import ENVIRONMENT, RUNTIME, RuntimeTest

sys.path.insert(0, RUNTIME)
from lifeline.errors import Failure
from lifeline.unpack import folder_for, unpack


class Stop(Exception):
    pass


class Unpack(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def zip(self, entries, name='a.zip'):
        with zipfile.ZipFile(self.path(name), 'w', zipfile.ZIP_DEFLATED) as archive:
            for entry, data in entries:
                archive.writestr(entry, data)
        return self.path(name)

    def tar(self, entries, name='a.tar.gz'):
        with tarfile.open(self.path(name), 'w:gz') as archive:
            for entry, data in entries:
                if not isinstance(entry, tarfile.TarInfo):
                    entry = tarfile.TarInfo(entry)
                    entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
        return self.path(name)

    def link(self, name, target, kind):
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, target
        return entry, b''

    def seen(self):
        """Everything below the folder, without the archives."""
        found = [os.path.relpath(os.path.join(at, name), self.folder) for at, _, names in os.walk(self.folder) for name in names]
        return sorted(name for name in found if not name.endswith(('.zip', '.tar.gz', '.7z')))

    def refused(self, path, words):
        with self.assertRaises(Failure) as caught:
            unpack(path)
        self.assertIn(words, caught.exception.message)
        self.assertEqual(self.seen(), [])
        self.assertTrue(os.path.exists(path))
        self.assertFalse(os.path.exists(f'{folder_for(path)}.unpacking'))

    def test_names(self):
        for name, folder in [('/x/a.zip', '/x/a'), ('/x/a.tar.gz', '/x/a'), ('/x/a.TGZ', '/x/a'), ('/x/a.7z', '/x/a'), ('/x/a.bin', None), ('/x/.zip', None)]:
            self.assertEqual(folder_for(name), folder)

    def test_good_archives(self):
        entries = [('top.txt', b'1'), ('sub/deep/x.bin', b'2' * 3_000_000), ('./dot.txt', b'3')]
        for make in (self.zip, self.tar):
            with self.subTest(make.__name__):
                folder = unpack(make(entries))
                self.assertEqual(self.seen(), ['a/dot.txt', 'a/sub/deep/x.bin', 'a/top.txt'])
                with open(os.path.join(folder, 'sub/deep/x.bin'), 'rb') as file:
                    self.assertEqual(file.read(), b'2' * 3_000_000)
                shutil.rmtree(folder)

    def test_seven_zip(self):
        program = shutil.which('7zz') or shutil.which('7z') or shutil.which('7za') or shutil.which('7zr')
        if program is None:
            with open(self.path('a.7z'), 'wb') as file:
                file.write(b'7z\xbc\xaf\x27\x1c')
            self.refused(self.path('a.7z'), 'apt-get install')
            return
        with open(self.path('x.bin'), 'wb') as file:
            file.write(b'x' * 1000)
        subprocess.run([program, 'a', '-bd', self.path('a.7z'), self.path('x.bin')], check=True, stdout=subprocess.DEVNULL)
        os.unlink(self.path('x.bin'))
        unpack(self.path('a.7z'))
        self.assertEqual(self.seen(), ['a/x.bin'])

    def test_what_leads_out_of_the_folder_is_refused(self):
        for name in ('../evil', '/etc/evil', 'a/../../evil', '..\\evil', 'C:\\evil'):
            for make in (self.zip, self.tar):
                with self.subTest(name=name, make=make.__name__):
                    self.refused(make([('good.txt', b'1'), (name, b'2')]), 'leaves its folder')
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            for target in ('/etc/passwd', '../../outside'):
                with self.subTest(target=target, kind=kind):
                    self.refused(self.tar([self.link('link', target, kind), ('link/evil', b'2')]), 'leaves its folder')

    def test_links_inside_are_made_as_copies_and_devices_not_at_all(self):
        device = tarfile.TarInfo('dev')
        device.type = tarfile.CHRTYPE
        unpack(self.tar([('a.txt', b'1'), self.link('b.txt', 'a.txt', tarfile.SYMTYPE), (device, b'')]))
        self.assertEqual(self.seen(), ['a/a.txt', 'a/b.txt'])
        self.assertFalse(os.path.islink(self.path('a/b.txt')))

    def test_damaged_archives_leave_nothing(self):
        for make in (self.zip, self.tar):
            path = make([('a.bin', os.urandom(300_000)), ('b.bin', os.urandom(300_000))])
            with open(path, 'rb') as file:
                whole = file.read()
            for length in (0, 10, 100_000, len(whole) - 30):
                with self.subTest(make=make.__name__, length=length):
                    with open(path, 'wb') as file:
                        file.write(whole[:length])
                    self.refused(path, 'left as it is')
            with open(path, 'wb') as file:
                file.write(whole[:50_000] + bytes([whole[50_000] ^ 255]) + whole[50_001:])
            self.refused(path, 'left as it is')

    def test_a_bomb_is_seen_before_it_goes_off(self):
        path = self.zip([('a.bin', b'0' * 1000)])
        with open(path, 'r+b') as file:
            data = bytearray(file.read())
            at = data.rindex(b'PK\x01\x02')
            data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, 'little')  # it says: 4 GiB
            file.seek(0)
            file.write(data)
        with self.assertRaises(Failure):
            unpack(path)
        self.assertEqual(self.seen(), [])

    def test_a_second_time_and_a_stop(self):
        path = self.zip([('a.bin', b'0' * 5_000_000)])

        def stop():
            raise Stop

        with self.assertRaises(Stop):
            unpack(path, stop)
        self.assertEqual(self.seen(), [])
        folder = unpack(path)
        with open(os.path.join(folder, 'mine.txt'), 'w') as file:
            file.write('x')
        self.assertEqual(unpack(path), folder)
        self.assertEqual(self.seen(), ['a/a.bin', 'a/mine.txt'])


def zipped(*entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


class UnpackDownloads(RuntimeTest):
    def test_by_a_job_list_the_good_and_the_hostile(self):
        served = {'good.zip': zipped(('sub/x.txt', b'right')), 'evil.zip': zipped(('../evil.txt', b'wrong')), 'plain.bin': b'no archive'}
        jobs = [{'id': name, 'url': self.origin.add(f'/{name}', plain(data)), 'output': 'data/', 'unpack': True} for name, data in served.items()]
        with open(self.path('jobs.json'), 'w', encoding='utf-8') as file:
            json.dump({'v': 1, 'jobs': jobs}, file)
        run = subprocess.run(
            [sys.executable, '-m', 'lifeline', 'run', 'jobs.json', '--json'], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True
        )
        last = {record['job']: record for record in map(json.loads, run.stdout.splitlines())}
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertEqual({name: record['state'] for name, record in last.items()}, {'good.zip': 'completed', 'evil.zip': 'failed', 'plain.bin': 'completed'})
        self.assertEqual(last['evil.zip']['error']['code'], 'bad-archive')
        self.assertIn('left as it is', last['plain.bin']['notice'])
        self.assertEqual(sorted(os.listdir(self.path('data'))), ['evil.zip', 'good', 'good.zip', 'plain.bin'])
        self.assertEqual(self.read('data/good/sub/x.txt'), b'right')

    def test_by_the_command_line_after_the_checksum_only(self):
        data = zipped(('x.txt', b'right'))
        url = self.origin.add('/a.zip', plain(data))
        for algorithm in ('md5', 'sha1', 'sha256'):
            with self.subTest(algorithm):
                right = hashlib.new(algorithm, data).hexdigest()
                wrong = hashlib.new(algorithm, b'').hexdigest()
                self.assertEqual(self.get(url, '--unpack', f'--{algorithm}', wrong, output=self.path('a.zip'))[0], 5)
                self.assertEqual(self.left(), [])
                code, records, err = self.get(url, '--unpack', f'--{algorithm}', right, output=self.path('a.zip'))
                self.assertEqual((code, records[-1]['verified']), (0, algorithm), err)
                self.assertEqual(self.left(), ['a', 'a.zip'])
                shutil.rmtree(self.path('a'))
                os.unlink(self.path('a.zip'))


if __name__ == '__main__':
    unittest.main()
