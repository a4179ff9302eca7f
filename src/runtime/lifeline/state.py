"""Where things are: the content folder, the state folder inside it, and what lies there."""

import json
import os
import secrets

from .files import write_whole


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

    @staticmethod
    def read(path):
        """The JSON in a file, None if it is missing or not whole."""
        try:
            with open(path, 'rb') as file:
                return json.loads(file.read())
        except (OSError, ValueError):
            return None

    @staticmethod
    def write(path, value, durable=False):
        write_whole(path, json.dumps(value).encode(), durable)
