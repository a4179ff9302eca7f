"""The house: which packages of the runtime may import from which. The arrows point one way."""

import ast
import pathlib
import unittest

PACKAGE = pathlib.Path(__file__).parents[2] / 'src' / 'runtime' / 'lifeline'
BASICS = ('__init__', 'address', 'digests', 'errors', 'place', 'redact', 'secret')
ALLOWED = {
    'basics': (),
    'net': ('basics',),
    'disk': ('basics', 'net'),
    'engines': ('basics', 'net', 'disk'),
    'sites': ('basics', 'net'),
    'download': ('basics', 'net', 'disk', 'engines', 'sites'),
    'batch': ('basics', 'net', 'disk', 'engines', 'download'),
    'cli': ('basics', 'download', 'batch'),
}


def storey(path):
    """The key in ALLOWED of a module, given by the parts of its path below the package, without `.py`."""
    first = path[0]
    if first in ALLOWED:
        return first
    return 'basics' if first in BASICS else 'cli' if first == '__main__' else 'download'


def imported(source, path):
    """The paths, as parts, of the package's own modules that the text `source` of the module at `path` imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = (*path[: len(path) - node.level], *(node.module or '').split('.'))
            names = [name.name for name in node.names]
            base = tuple(part for part in base if part)
            yield from [base] if base else [('__init__' if name.startswith('__') else name,) for name in names]


class Architecture(unittest.TestCase):
    def test_the_arrows_point_one_way(self):
        modules = sorted(PACKAGE.rglob('*.py'))
        self.assertGreater(len(modules), 40)
        for module in modules:
            path = module.relative_to(PACKAGE).with_suffix('').parts
            own = storey(path)
            for target in imported(module.read_text(encoding='utf-8'), path):
                with self.subTest(module='/'.join(path), imports='/'.join(target)):
                    self.assertIn(storey(target), (own, *ALLOWED[own]))


if __name__ == '__main__':
    unittest.main()
