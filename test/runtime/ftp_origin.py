"""A small FTP server that serves bytes from memory and breaks its transfers as told."""

import re
import socket
import struct
import threading


class FtpOrigin:
    """Serves `files[path]`; `cuts` lists after how many bytes the next transfers break. Use as a context manager."""

    def __init__(self, sizes=True):
        self.files = {}
        self.modified = '20260901000000'
        self.cuts = []
        self.logins = []
        self.restarts = []
        self.sent = 0
        self._sizes = sizes
        self._server = socket.create_server(('127.0.0.1', 0))
        self.address = f'127.0.0.1:{self._server.getsockname()[1]}'
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.close()

    def _accept(self):
        while True:
            try:
                control, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(control,), daemon=True).start()

    def _serve(self, control):
        try:
            with control, control.makefile('rw', newline='\r\n', encoding='latin-1') as lines:
                self._talk(lines)
        except OSError:
            pass

    def _talk(self, lines):
        say = lambda text: (lines.write(text + '\n'), lines.flush())
        say('220 ready')
        start, passive, user, folder = 0, None, '', ''
        for line in lines:
            verb, _, argument = line.strip().partition(' ')
            verb = verb.upper()
            path = argument if argument.startswith('/') else f'{folder}/{argument}'
            if verb == 'USER':
                user = argument
                say('331 password')
            elif verb == 'PASS':
                self.logins.append((user, argument))
                say('230 in')
            elif verb == 'CWD':
                folder = argument.rstrip('/') if argument.startswith('/') else f'{folder}/{argument}'.rstrip('/')
                say('250 there')
            elif verb == 'PWD':
                say(f'257 "{folder or "/"}"')
            elif verb == 'TYPE':
                say('200 ok')
            elif verb == 'SIZE' and self._sizes and path in self.files:
                say(f'213 {len(self.files[path])}')
            elif verb == 'MDTM' and path in self.files:
                say(f'213 {self.modified}')
            elif verb == 'REST' and re.fullmatch(r'\d+', argument):
                start = int(argument)
                say('350 from there')
            elif verb in ('EPSV', 'PASV'):
                if passive:
                    passive.close()
                passive = socket.create_server(('127.0.0.1', 0))
                port = passive.getsockname()[1]
                say(f'229 ok (|||{port}|)' if verb == 'EPSV' else f'227 ok (127,0,0,1,{port >> 8},{port & 255})')
            elif verb == 'RETR' and path in self.files:
                say('150 here it comes')
                whole = self._send(passive, path, start)
                start = 0
                say('226 done' if whole else '426 broken')
            elif verb == 'QUIT':
                say('221 bye')
                break
            else:
                say('550 no' if verb in ('RETR', 'SIZE', 'MDTM') and self._sizes else '500 what?')
        if passive:
            passive.close()

    def _send(self, passive, path, start):
        self.restarts.append(start)
        data = self.files[path][start:]
        cut = self.cuts.pop(0) if self.cuts else None
        with passive, passive.accept()[0] as connection:
            for at in range(0, len(data if cut is None else data[:cut]), 65536):
                piece = data[at : at + 65536] if cut is None else data[at : min(at + 65536, cut)]
                connection.sendall(piece)
                self.sent += len(piece)
            if cut is not None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        return cut is None
