"""Modules have what version 3.12 has, not more: patterns of tokenize, files of dbm, paths of logging.config."""

import dbm
import logging.config
import os
import re
import shelve
import tempfile
import tokenize

for pattern in [tokenize.PseudoToken, tokenize.Triple, tokenize.ContStr, tokenize.Number, tokenize.Name, tokenize.Comment]:
    print([bool(re.match(pattern, text)) for text in ['rb"x"', 't"x"', 'tr"""', "f'''", '', '#', '0x1f', 'a', '\\\n']])
print(sorted(p for p in tokenize.single_quoted if p.islower())[:6], len(tokenize.endpats))
print(tokenize.cookie_re.match('# -*- coding: latin-1 -*-').group(1))
print(tokenize.detect_encoding(iter([b'#!x\n', b'# vim: set fileencoding=cp1252 :\n']).__next__))

os.chdir(tempfile.mkdtemp())
with dbm.open('d', 'c') as db:
    db['k'] = 'v'
with shelve.open('s') as shelf:
    shelf['k'] = [1, 2]
print(sorted(os.listdir('.')), dbm.whichdb('d'), dbm.whichdb('nosuch'))
try:
    import dbm.sqlite3
except ModuleNotFoundError as e:
    print(e)

configurator = logging.config.BaseConfigurator({'a': {'b': [1, {'c d': 2, 'e': 3}]}})
for path in 'cfg://a.b[0]', 'cfg://a.b[1][e]', 'cfg://a.b[ 1 ]', 'cfg://a.b[1][c d]', 'cfg://a[b]':
    try:
        print(path, configurator.convert(path))
    except (ValueError, KeyError, AttributeError) as e:
        print(path, type(e).__name__, e)
