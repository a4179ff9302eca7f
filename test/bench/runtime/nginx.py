"""An nginx of our own on loopback, that serves one folder: plain, over TLS, and slowly."""

import os
import shutil
import socket
import subprocess
import time

_CONFIGURATION = """
daemon off;
worker_processes 1;
worker_cpu_affinity {cpu};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  ssl_certificate {folder}/certificate.pem;
  ssl_certificate_key {folder}/key.pem;
  ssl_protocols TLSv1.3;
  server {{
    listen 127.0.0.1:{plain};
    listen 127.0.0.1:{tls} ssl;
    root {root};
    location /slow/ {{ alias {root}/; limit_rate 5m; }}
  }}
}}
"""


def make_certificate(folder):
    """Writes certificate.pem and key.pem for 127.0.0.1 into the folder; returns the certificate's path."""
    path = os.path.join(folder, 'certificate.pem')
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
        + ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-out', path]
        + ['-keyout', os.path.join(folder, 'key.pem')],
        check=True,
        capture_output=True,
    )
    return path


class Nginx:
    """Use as a context manager. `plain`, `tls` and `slow` are the addresses of the served folder, `certificate` whom to trust."""

    def __init__(self, root, folder, cpu):
        self._folder = folder
        ports = _free_ports(2)
        self.plain, self.tls = f'http://127.0.0.1:{ports[0]}', f'https://127.0.0.1:{ports[1]}'
        self.slow = f'{self.plain}/slow'
        self.certificate = make_certificate(folder)
        configuration = os.path.join(folder, 'nginx.conf')
        with open(configuration, 'w', encoding='utf-8') as file:
            file.write(_CONFIGURATION.format(folder=folder, root=root, plain=ports[0], tls=ports[1], cpu=f'{1 << cpu:b}'))
        self._command = [program(), '-p', folder, '-c', configuration, '-e', os.path.join(folder, 'error.log')]
        self._port = ports[0]

    def __enter__(self):
        # As root, workers would drop to a user who may not read the folder.
        asked = ['-g', 'user root;'] if os.geteuid() == 0 else []
        self._process = subprocess.Popen(self._command + asked, stderr=subprocess.PIPE)
        while not _answers(self._port):
            if self._process.poll() is not None:
                raise RuntimeError(f'nginx did not start: {self._process.stderr.read().decode(errors="replace")}')
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._process.stderr.close()


def program():
    """Where nginx is: the set-up's own copy if there is one."""
    return os.environ.get('NGINX') or shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin:/sbin') or 'nginx'


def _free_ports(count):
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False
