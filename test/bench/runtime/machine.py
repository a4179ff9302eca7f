"""What the numbers were measured on."""

import os
import platform
import shutil
import subprocess

import nginx
from tools import requests_python


def describe(disk):
    """Lines of text: cores, memory, kernel, the file system of the folder `disk`, and the versions of the tools there are."""
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') >> 30
    versions = [f'Python {platform.python_version()}', f'nginx {_version(nginx.program(), "-v")}']
    versions += [f'{name} {_version(name)}' for name in ('curl', 'wget', 'wget2', 'aria2c') if shutil.which(name)]
    if requests_python():
        show = 'import requests, urllib3; print("requests", requests.__version__ + ",", "urllib3", urllib3.__version__)'
        versions.append(subprocess.run([requests_python(), '-c', show], capture_output=True, text=True).stdout.strip())
    load = os.getloadavg()[0]
    return [
        f'{os.cpu_count()} cores ({_processor()}), {memory} GiB, {platform.system()} {platform.release()}, {_filesystem(disk)}, load before {load:.1f}.',
        ', '.join(versions) + '.',
    ]


def _filesystem(path):
    """The type of the file system that holds the path, as the kernel calls it."""
    place = os.path.realpath(path)
    with open('/proc/mounts', encoding='utf-8') as file:
        mounts = [line.split()[1:3] for line in file]
    holding = [(point, kind) for point, kind in mounts if os.path.commonpath([point, place]) == point]
    return max(holding, key=lambda mount: len(mount[0]))[1]


def _version(program, option='--version'):
    done = subprocess.run([program, option], capture_output=True, text=True)
    words = (done.stdout or done.stderr).replace('/', ' ').split()
    return next((word for word in words if word[:1].isdigit()), 'of unknown version')


def _processor():
    with open('/proc/cpuinfo', encoding='utf-8', errors='replace') as file:
        found = [line.partition(':')[2].strip() for line in file if line.startswith('model name')]
    return found[0] if found else platform.machine()
