"""`google.colab.drive` as the page and a cell see it: it asks the front end, and the cell waits for the answer (colabtools, 2026-04)."""

import os
import time

import zmq
from IPython import get_ipython


def mount(mountpoint, timeout_ms=120_000):
    """Makes an empty "Drive" at `mountpoint` once the user permits it; raises ValueError if not, or not in time."""
    folder = os.path.join(mountpoint, 'MyDrive')
    if os.path.isdir(folder):
        print(f'Drive already mounted at {mountpoint}.')
        return
    if not _permitted(timeout_ms / 1000):
        raise ValueError('mount failed')
    os.makedirs(folder)
    print(f'Mounted at {mountpoint}')


def _permitted(seconds):
    kernel = get_ipython().kernel
    kernel.session.send(kernel.iopub_socket, 'colab_request', {'request': 'request_auth'}, parent=kernel.get_parent())
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _, reply = kernel.session.recv(kernel.stdin_socket, zmq.NOBLOCK)
        if reply is not None:
            return reply['content']['value'] == 'yes'
        time.sleep(0.02)
    return False
