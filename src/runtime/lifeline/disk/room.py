"""How much room there is: on the VM's disk, and on a Google Drive that is mounted."""

import os
import threading
import time

DRIVE = '/content/drive'  # where Colab mounts it
_LOOK_SECONDS = 30.0


def free_bytes(path):
    """Free bytes of the file system that holds `path`, None if it does not say.

    Of a mounted Drive that is what is left of the account's quota (seen with `df` in googlecolab/colabtools#6051, July 2026).
    """
    try:
        found = os.statvfs(path)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def nearest(path):
    """The path, or the nearest folder above it that is there."""
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path


class Room:
    """Looks now and then, on a thread of its own: a mount that died may answer late, or never."""

    def __init__(self, content, drive=DRIVE, clock=time):
        self.told = {'disk': None, 'drive': None}
        self._content, self._drive, self._clock = content, drive, clock
        self._looked_at = None
        self._thread = None

    def look(self):
        """Returns at once what was seen last; looks again if that is a while ago."""
        due = self._looked_at is None or self._clock.monotonic() - self._looked_at > _LOOK_SECONDS
        if due and not (self._thread and self._thread.is_alive()):
            self._looked_at = self._clock.monotonic()
            self._thread = threading.Thread(target=self._see, name='lifeline-room', daemon=True)
            self._thread.start()
        return self.told

    def _see(self):
        drive = free_bytes(self._drive) if os.path.ismount(self._drive) else None
        self.told = {'disk': free_bytes(self._content), 'drive': drive}
