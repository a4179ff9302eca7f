"""Links to pages become files: against answers in the shapes that the sites document or that others recorded."""

import json
import sys
import unittest
from urllib.parse import parse_qs, urlsplit

from origin import content, plain
from support import RUNTIME, RuntimeTest

sys.path.insert(0, RUNTIME)
from lifeline.address import Address
from lifeline.errors import Failure
from lifeline.net.http1 import Head
from lifeline.net.pages import refusal
from lifeline.sites import find
from lifeline.sites.found import Answer, Ask

SHA = 'ab' * 32
MD5 = 'cd' * 16
COMMIT = '01' * 20
DRIVE_ID = '1AbCdEfGhIjKlMnOpQrStUvWxYz012345'


class ScriptedAsk(Ask):
    """Answers from a table {address: (status, fields, body)}; a tuple's fourth entry is the address after redirects."""

    def __init__(self, answers, secrets=None):
        super().__init__(Address('https://example.org/'), {}, self._secret, 1)
        self.answers, self.secrets, self.asked = answers, secrets or {}, []

    def _secret(self, name):
        if name not in self.secrets:
            raise Failure('no-secret', f'There is no secret {name} here')
        return self.secrets[name]

    def post(self, url, value):
        return self.get(url)

    def get(self, url, headers=None, peek=False):
        self.asked.append((url, headers or {}))
        answer = self.answers.get(url)
        if callable(answer):
            answer = answer(headers or {})
        status, fields, body, *final = answer or (404, {}, '')
        if not isinstance(body, str):
            fields, body = {'content-type': 'application/json', **fields}, json.dumps(body)
        lines = [f'HTTP/1.1 {status} X', *(f'{name}: {value}' for name, value in fields.items())]
        return Answer(Head('\n'.join(lines).encode()), Address(final[0] if final else url), body.encode())


def files(link, answers=None, secrets=None):
    found = find(Address(link), ScriptedAsk(answers or {}, secrets))
    return found and [(file.url, file.name, file.size, file.digests) for file in found]


class Sites(unittest.TestCase):
    def refused(self, code, link, answers=None, secrets=None):
        with self.assertRaises(Failure) as caught:
            files(link, answers, secrets)
        self.assertEqual(caught.exception.code, code)
        return caught.exception.message

    def test_an_ordinary_address_is_left_as_it_is(self):
        for link in ('https://example.org/a.bin', 'https://github.com/o/r/archive/main.zip', 'https://huggingface.co/docs/hub/api'):
            self.assertIsNone(files(link), link)

    def test_hugging_face_file(self):
        direct = 'https://huggingface.co/o/m/resolve/main/sub/a.safetensors'
        for link in (direct, direct.replace('/resolve/', '/blob/'), direct.replace('huggingface.co', 'hf.co')):
            self.assertEqual(files(link, {direct: (206, {}, 'x')}), [(direct, 'a.safetensors', None, {})], link)

    def test_hugging_face_repository_at_its_commit_over_pages(self):
        api = 'https://huggingface.co/api/datasets/o/d'
        root = f'https://huggingface.co/datasets/o/d/resolve/{COMMIT}'
        following = f'{api}/tree/{COMMIT}?recursive=true&cursor=x'
        answers = {
            f'{api}/revision/main': (200, {}, {'sha': COMMIT}),
            f'{api}/tree/{COMMIT}?recursive=true': (
                200,
                {'link': f'<{following}>; rel="next"'},
                [
                    {'type': 'directory', 'path': 'sub', 'oid': 'x', 'size': 0},
                    {'type': 'file', 'path': 'README.md', 'oid': 'y', 'size': 7},
                ],
            ),
            following: (
                200,
                {},
                [{'type': 'file', 'path': 'sub/a b.parquet', 'oid': 'z', 'size': 9, 'lfs': {'oid': SHA, 'size': 9, 'pointerSize': 1}}],
            ),
        }
        self.assertEqual(
            files('https://huggingface.co/datasets/o/d', answers),
            [
                (f'{root}/README.md', 'd/README.md', 7, {}),
                (f'{root}/sub/a%20b.parquet', 'd/sub/a b.parquet', 9, {'sha256': SHA}),
            ],
        )

    def test_hugging_face_asks_for_the_token_only_where_it_must(self):
        api = 'https://huggingface.co/api/models/o/m'
        answers = {
            f'{api}/revision/v1': lambda headers: (200, {}, {'sha': COMMIT}) if headers else (401, {}, ''),
            f'{api}/tree/{COMMIT}?recursive=true': (200, {}, [{'type': 'file', 'path': 'w.bin', 'size': 1}]),
        }
        link = 'https://huggingface.co/o/m/tree/v1'
        self.assertIn('HF_TOKEN', self.refused('login-needed', link, answers))
        ask = ScriptedAsk(answers, {'HF_TOKEN': 'hf_x'})
        found = find(Address(link), ask)
        self.assertEqual(found[0].headers, {'Authorization': 'Bearer hf_x'})
        self.assertEqual(ask.asked[0], (f'{api}/revision/v1', {}))

    def test_drive_file(self):
        direct = f'https://drive.usercontent.google.com/download?id={DRIVE_ID}&export=download&confirm=t'
        answers = {direct: (206, {'content-type': 'application/zip', 'content-disposition': 'attachment; filename="data.zip"'}, 'PK')}
        for link in (
            f'https://drive.google.com/file/d/{DRIVE_ID}/view?usp=sharing',
            f'https://drive.google.com/open?id={DRIVE_ID}',
            f'https://drive.google.com/uc?export=download&id={DRIVE_ID}',
            f'https://docs.google.com/uc?id={DRIVE_ID}',
        ):
            self.assertEqual(files(link, answers), [(direct, 'data.zip', None, {})], link)

    def test_drive_warning_page_is_confirmed_by_its_own_form(self):
        direct = f'https://drive.usercontent.google.com/download?id={DRIVE_ID}&export=download&confirm=t'
        confirmed = f'{direct}&uuid=12-ab'
        page = (
            '<html><head><title>Google Drive - Virus scan warning</title></head><body>'
            '<form id="download-form" action="https://drive.usercontent.google.com/download" method="get">'
            f'<input type="hidden" name="id" value="{DRIVE_ID}"><input type="hidden" name="export" value="download">'
            '<input type="hidden" name="confirm" value="t"><input type="hidden" name="uuid" value="12-ab"></form></body></html>'
        )
        answers = {
            direct: (200, {'content-type': 'text/html; charset=utf-8'}, page),
            confirmed: (206, {'content-type': 'application/octet-stream', 'content-disposition': "attachment; filename*=UTF-8''w%C3%A9.bin"}, 'x'),
        }
        self.assertEqual(files(f'https://drive.google.com/file/d/{DRIVE_ID}/view', answers), [(confirmed, 'wé.bin', None, {})])
        evil = page.replace('action="https://drive.usercontent.google.com/download"', 'action="https://evil.example/x"')
        self.refused('web-page', f'https://drive.google.com/file/d/{DRIVE_ID}/view', {direct: (200, {'content-type': 'text/html'}, evil)})

    def test_drive_pages_that_are_not_the_file(self):
        link = f'https://drive.google.com/file/d/{DRIVE_ID}/view'
        direct = f'https://drive.usercontent.google.com/download?id={DRIVE_ID}&export=download&confirm=t'
        page = {'content-type': 'text/html; charset=utf-8'}
        quota = '<title>Google Drive - Quota exceeded</title><p>Sorry, you can&#39;t view or download this file at this time. Too many users have viewed or downloaded this file recently.'
        self.refused('quota-exceeded', link, {direct: (200, page, quota)})
        self.refused('login-needed', link, {direct: (200, page, '<title>Sign in', 'https://accounts.google.com/v3/signin')})
        self.refused('bad-address', 'https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOp')
        self.refused('bad-address', 'https://docs.google.com/document/d/1AbCdEfGhIjKlMnOp/edit')

    def test_github(self):
        api = 'https://api.github.com/repos/o/r/releases'
        asset = {
            'name': 'tool.tar.gz',
            'size': 5,
            'digest': f'sha256:{SHA}',
            'browser_download_url': 'https://github.com/o/r/releases/download/v1/tool.tar.gz',
        }
        old = {**asset, 'name': 'old.zip', 'digest': None, 'browser_download_url': 'https://github.com/o/r/releases/download/v1/old.zip'}
        foreign = {**asset, 'browser_download_url': 'https://evil.example/x'}
        release = (200, {}, {'assets': [asset, old, foreign, 'junk']})
        both = [(asset['browser_download_url'], 'tool.tar.gz', 5, {'sha256': SHA}), (old['browser_download_url'], 'old.zip', 5, {})]
        self.assertEqual(files('https://github.com/o/r/releases/tag/v1', {f'{api}/tags/v1': release}), both)
        self.assertEqual(files('https://github.com/o/r/releases', {f'{api}/latest': release}), both)
        self.assertEqual(files(asset['browser_download_url'], {f'{api}/tags/v1': release}), both[:1])
        self.assertEqual(
            files(asset['browser_download_url'], {f'{api}/tags/v1': (403, {}, '')}), [(asset['browser_download_url'], 'tool.tar.gz', None, {})]
        )
        self.assertEqual(
            files('https://github.com/o/r/blob/main/data/a%20b.csv'), [('https://github.com/o/r/raw/main/data/a%20b.csv', 'a b.csv', None, {})]
        )
        self.refused('not-found', 'https://github.com/o/r/releases/tag/v2', {f'{api}/tags/v2': (200, {}, {'assets': []})})

    def test_kaggle(self):
        pair = {'KAGGLE_USERNAME': 'me', 'KAGGLE_KEY': 'k'}
        found = find(Address('https://www.kaggle.com/datasets/o/d/versions/3'), ScriptedAsk({}, pair))[0]
        self.assertEqual((found.url, found.name), ('https://www.kaggle.com/api/v1/datasets/download/o/d?datasetVersionNumber=3', 'd.zip'))
        self.assertEqual(found.headers, {'Authorization': 'Basic bWU6aw=='})
        found = find(Address('https://www.kaggle.com/competitions/titanic/data'), ScriptedAsk({}, {'KAGGLE_API_TOKEN': 't', **pair}))[0]
        self.assertEqual(found.headers, {'Authorization': 'Bearer t'})
        self.assertIn('KAGGLE_KEY', self.refused('login-needed', 'https://www.kaggle.com/datasets/o/d'))
        self.refused('bad-address', 'https://www.kaggle.com/code/o/n')

    def test_zenodo(self):
        base = 'https://zenodo.org/api/records/123/files'
        listed = [
            {'key': name, 'size': 4, 'checksum': f'md5:{MD5}', 'links': {'self': f'{base}/{name}/content'}} for name in ('a.zip', 'b.csv')
        ]
        answers = {'https://zenodo.org/api/records/123': (200, {}, {'id': 123, 'files': listed})}
        both = [(f'{base}/{name}/content', name, 4, {'md5': MD5}) for name in ('a.zip', 'b.csv')]
        for link in ('https://zenodo.org/records/123', 'https://zenodo.org/record/123', 'https://doi.org/10.5281/zenodo.123'):
            self.assertEqual(files(link, answers), both, link)
        self.assertEqual(files('https://zenodo.org/records/123/files/b.csv?download=1', answers), both[1:])
        self.refused('not-found', 'https://zenodo.org/records/123/files/c', answers)
        self.refused('not-found', 'https://zenodo.org/records/9')

    def test_figshare(self):
        file = {'name': 'd.tsv', 'size': 3, 'download_url': 'https://ndownloader.figshare.com/files/7', 'computed_md5': MD5, 'supplied_md5': ''}
        expected = [('https://ndownloader.figshare.com/files/7', 'd.tsv', 3, {'md5': MD5})]
        api = 'https://api.figshare.com/v2/articles/42'
        self.assertEqual(files('https://figshare.com/articles/dataset/A_title/42', {api: (200, {}, {'files': [file]})}), expected)
        self.assertEqual(files('https://uni.figshare.com/articles/A_title/42/2', {f'{api}/versions/2': (200, {}, {'files': [file]})}), expected)

    def test_share_links(self):
        self.assertEqual(files('https://www.dropbox.com/scl/fi/k/f.zip?rlkey=r&dl=0'), [('https://www.dropbox.com/scl/fi/k/f.zip?rlkey=r&dl=1', None, None, {})])
        self.assertEqual(files('https://uni-my.sharepoint.com/:u:/g/personal/x/E1?e=a'), [('https://uni-my.sharepoint.com/:u:/g/personal/x/E1?e=a&download=1', None, None, {})])

    def test_onedrive(self):
        tokens = 'https://api-badgerp.svc.ms/v1.0/token'
        shares = 'https://my.microsoftpersonalcontent.com/_api/v2.0/shares'
        url = 'https://my.microsoftpersonalcontent.com/personal/x/_layouts/15/download.aspx?UniqueId=1&tempauth=v1'
        item = {'name': 'data.zip', 'size': 9, '@content.downloadUrl': url, 'file': {'hashes': {'quickXorHash': 'x', 'sha256Hash': SHA.upper()}}}
        answers = {tokens: (200, {}, {'authScheme': 'badger', 'token': 'abc.def'})}
        given = lambda headers: (200, {}, item) if headers == {'Authorization': 'Badger abc.def', 'Prefer': 'autoredeem'} else (401, {}, '')
        expected = [(url, 'data.zip', 9, {'sha256': SHA})]
        link = 'https://1drv.ms/u/s!AbC?e=xyz'
        encoded = 'aHR0cHM6Ly8xZHJ2Lm1zL3UvcyFBYkM'
        self.assertEqual(files(link, {**answers, f'{shares}/u!{encoded}/driveitem': given}), expected)
        opened = f'https://onedrive.live.com/?id=X%211&cid=X&redeem={encoded}'
        self.assertEqual(files(opened, {**answers, f'{shares}/u!{encoded}/driveitem': given}), expected)
        folder = {'name': 'set', 'folder': {'childCount': 3}}
        self.assertIn('folder', self.refused('bad-address', link, {**answers, f'{shares}/u!{encoded}/driveitem': (200, {}, folder)}))
        self.refused('login-needed', link, {**answers, f'{shares}/u!{encoded}/driveitem': (401, {}, {'error': {'code': 'unauthenticated'}})})
        self.refused('bad-response', link, {tokens: (200, {}, {'token': 'a\r\nEvil: 1'})})
        self.refused('server-busy', link, {tokens: (503, {}, '')})

    def test_civitai(self):
        version = {
            'id': 7,
            'files': [
                {'name': 'vae.pt', 'downloadUrl': 'https://civitai.com/api/download/models/7?type=VAE', 'hashes': {}},
                {'name': 'm.safetensors', 'primary': True, 'downloadUrl': 'https://civitai.com/api/download/models/7', 'hashes': {'SHA256': SHA.upper()}},
            ],
        }
        url = 'https://civitai.com/api/download/models/7'
        answers = {
            'https://civitai.com/api/v1/models/3': (200, {}, {'modelVersions': [{'id': 7}, {'id': 6}]}),
            'https://civitai.com/api/v1/model-versions/7': (200, {}, version),
            url: (206, {}, 'x'),
        }
        expected = [(url, 'm.safetensors', None, {'sha256': SHA})]
        for link in ('https://civitai.com/models/3/a-name', 'https://civitai.com/models/3?modelVersionId=7', url):
            self.assertEqual(files(link, answers), expected, link)
        closed = {**answers, url: (401, {}, '')}
        self.assertIn('CIVITAI_TOKEN', self.refused('login-needed', url, closed))
        self.assertEqual(find(Address(url), ScriptedAsk(closed, {'CIVITAI_TOKEN': 't'}))[0].headers, {'Authorization': 'Bearer t'})

    def test_answers_that_make_no_sense_are_told_never_raised(self):
        links = [
            ('https://huggingface.co/o/m', 'https://huggingface.co/api/models/o/m/revision/main'),
            ('https://github.com/o/r/releases', 'https://api.github.com/repos/o/r/releases/latest'),
            ('https://zenodo.org/records/1', 'https://zenodo.org/api/records/1'),
            ('https://figshare.com/articles/x/1', 'https://api.figshare.com/v2/articles/1'),
            ('https://civitai.com/models/1', 'https://civitai.com/api/v1/models/1'),
        ]
        junk = ['<html>', '', '[]', '{}', '{"files": 3}', '{"files": [1, null, {}]}', '{"sha": 5}', '{"modelVersions": [[]]}', '{"assets": {"a": 1}}', 'null', '1' * 99]
        for link, asked in links:
            for text in junk:
                with self.subTest(link=link, text=text[:20]), self.assertRaises(Failure):
                    files(link, {asked: (200, {}, text)})
            for status in (403, 404, 418, 429, 500):
                with self.subTest(link=link, status=status), self.assertRaises(Failure):
                    files(link, {asked: (status, {}, '')})

    def test_names_stay_in_their_folder(self):
        listed = [{'key': '../../etc/passwd', 'size': 1, 'links': {'self': 'https://zenodo.org/api/records/1/files/x/content'}}]
        self.assertEqual(files('https://zenodo.org/records/1', {'https://zenodo.org/api/records/1': (200, {}, {'files': listed})})[0][1], 'etc/passwd')


class Pages(unittest.TestCase):
    def test_known_pages_and_others(self):
        cases = [
            ('<title>Google Drive - Quota exceeded</title>', 'quota-exceeded'),
            ('<title>Google Drive - Virus scan warning</title>', 'web-page'),
            ('<title>Sign in - Google Accounts</title>', 'login-needed'),
            ('<title>Log in | Example</title>', 'login-needed'),
            ('<title>Just a moment...</title>', 'forbidden'),
            ('<p>This file has been deleted.</p>', 'not-found'),
            ('<p>This link has expired', 'not-found'),
            ('<title>My data</title>', None),
            ('', None),
        ]
        for text, code in cases:
            failure = refusal(text)
            self.assertEqual(failure and failure.code, code, text)


class PagesInPlaceOfFiles(RuntimeTest):
    def test_a_page_is_told_in_its_own_terms_and_never_saved(self):
        page = b'<html><title>Google Drive - Quota exceeded</title>'

        def script(request, reply):
            reply.head(200, Content_Type='text/html', Content_Length=len(page))
            reply.body(page)

        url = self.origin.add('/file.zip', script)
        for output in (self.path(), self.folder + '/'):
            status, records, err = self.get(url, output=output)
            self.assertEqual((status, records[-1]['error']['code']), (3, 'quota-exceeded'))
            self.assertIn('Too many people', err)
            self.assertEqual([name for name in self.left() if not name.endswith(('.part', '.journal'))], [])


class Asking(RuntimeTest):
    def test_a_value_is_posted_as_json(self):
        seen = []

        def script(request, reply):
            seen.append((request.method, request.headers['content-type'], request.headers['content-length']))
            body = b'{"token": "x"}'
            reply.head(200, Content_Length=len(body), Content_Type='application/json')
            reply.body(body)

        answer = Ask(Address('https://elsewhere.example/'), {'Cookie': 'k=v'}, None, 5).post(self.origin.add('/token', script), {'a': 1})
        self.assertEqual((answer.json(dict), seen), ({'token': 'x'}, [('POST', 'application/json', '8')]))

    def test_redirects_are_followed_and_a_glance_is_enough(self):
        data = content(500_000)
        self.origin.scripts['/link'] = lambda _, reply: reply.head(302, Location='/file', Content_Length=0)
        self.origin.scripts['/file'] = plain(data)
        answer = Ask(Address(self.origin.url), {}, None, 5).get(f'{self.origin.url}/link', peek=True)
        self.assertEqual((answer.status, answer.content, answer.address.path), (206, data[:65536], '/file'))

    def test_the_users_headers_stay_with_the_links_own_site(self):
        seen = []
        self.origin.scripts['/a'] = lambda request, reply: (seen.append(request.headers.get('cookie')), plain(b'x')(request, reply))
        for link in (self.origin.url, 'https://elsewhere.example/'):
            Ask(Address(link), {'Cookie': 'k=v'}, None, 5).get(f'{self.origin.url}/a')
        self.assertEqual(seen, ['k=v', None])


if __name__ == '__main__':
    unittest.main()
