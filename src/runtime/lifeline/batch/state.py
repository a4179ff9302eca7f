"""Where things are: the content folder, the state folder inside it, and what lies there."""

import json
import os
import secrets

from ..disk.files import write_whole
from ..progress import blank


def content_folder():
    """Colab's /content where it exists, else (a local runtime) the folder in which we were started."""
    return '/content' if os.path.isdir('/content') else os.getcwd()


class State:
    """The state folder `<content>/.lifeline`, made if need be. Raises OSError."""

    def __init__(self, content):
        self.content = content
        self.folder = os.path.join(content, '.lifeline')
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        self.jobs = os.path.join(self.folder, 'jobs.json')
        self.control = os.path.join(self.folder, 'control.json')
        self.status = os.path.join(self.folder, 'status.json')
        self.secrets = os.path.join(self.folder, 'secrets.json')
        self.progress = os.path.join(self.folder, 'progress.json')  # what the viewer printed last, for whoever cannot see its output
        self.lock = os.path.join(self.folder, 'worker.lock')
        self.log = os.path.join(self.folder, 'worker.log')

    def boot(self):
        """A random id of this VM: a new VM has no such file, and so gets another id."""
        path = os.path.join(self.folder, 'boot')
        while True:
            found = self.peek_boot(self.content)
            if found:
                return found
            temporary = f'{path}.{os.getpid()}'
            write_whole(temporary, secrets.token_hex(8).encode())
            try:
                os.link(temporary, path)  # whoever comes second takes the first one's
            except FileExistsError:
                pass
            finally:
                os.unlink(temporary)

    @staticmethod
    def peek_boot(content):
        """The id of this VM, None if it was not given one yet."""
        try:
            with open(os.path.join(content, '.lifeline', 'boot'), encoding='ascii') as file:
                return file.read().strip() or None
        except (OSError, ValueError):
            return None

    def read_status(self):
        """What the worker wrote last, None if that is missing, torn, or not of its shape."""
        status = self.read(self.status)
        if not isinstance(status, dict) or not isinstance(status.get('boot'), str) or not isinstance(status.get('pid'), int):
            return None
        if not isinstance(status.get('paused'), bool) or not isinstance(status.get('ended'), bool):
            return None
        for records in (status.get('jobs'), status.get('gone')):
            if not isinstance(records, list) or not all(map(_is_record, records)):
                return None
        return status

    def is_paused(self):
        """What the control file says; a missing or torn one says no."""
        control = self.read(self.control)
        return isinstance(control, dict) and control.get('paused') is True

    def list_run(self):
        """The id of the call that put the latest list there, None without one."""
        data = self.read(self.jobs)
        return data.get('run') if isinstance(data, dict) else None

    @staticmethod
    def read(path):
        """The JSON in a file, None if it is missing or not whole."""
        try:
            with open(path, 'rb') as file:
                return json.loads(file.read())
        except (OSError, ValueError):
            return None

    @classmethod
    def take(cls, path):
        """The JSON in a file, which is removed: what it holds stays nowhere."""
        found = cls.read(path)
        try:
            os.unlink(path)
        except OSError:
            pass
        return found

    @staticmethod
    def write(path, value, durable=False):
        write_whole(path, json.dumps(value).encode(), durable)


_KINDS = {name: type(value) for name, value in blank('', '').items() if value is not None}


def _is_record(value):
    return isinstance(value, dict) and all(isinstance(value.get(name), kind) for name, kind in _KINDS.items())
