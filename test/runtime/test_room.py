"""How much room there is, told without ever waiting for a mount."""

import os
import sys
import tempfile
import threading
import types
import unittest
from unittest import mock

from support import RUNTIME, until

sys.path.insert(0, RUNTIME)
from lifeline.disk import room
from lifeline.disk.room import Room, free_bytes


class Rooms(unittest.TestCase):
    def setUp(self):
        self.now = 0.0
        self.clock = types.SimpleNamespace(monotonic=lambda: self.now)

    def test_the_disk_and_a_mounted_drive(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(os.path, 'ismount', lambda path: path == '/dev/shm'):
            for drive, known in (('/dev/shm', True), (folder, False)):
                told = Room(folder, drive, self.clock)
                until(lambda: told.look()['disk'])
                self.assertEqual(told.look()['drive'] is not None, known)
        self.assertIsNone(free_bytes('/nowhere'))

    def test_a_mount_that_hangs_is_asked_once_and_waited_for_by_nobody(self):
        gate, asked = threading.Event(), []
        self.addCleanup(gate.set)

        def hang(path):
            asked.append(path)
            gate.wait()

        with mock.patch.object(room, 'free_bytes', hang), mock.patch.object(os.path, 'ismount', lambda _: True):
            told = Room('/content', '/content/drive', self.clock)
            for self.now in (0.0, 31.0, 62.0):
                self.assertEqual(told.look(), {'disk': None, 'drive': None})
            until(lambda: asked)
            self.assertEqual(asked, ['/content/drive'])


if __name__ == '__main__':
    unittest.main()
