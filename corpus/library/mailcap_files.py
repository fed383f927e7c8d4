"""mailcap: entries of files, commands for types, what is unsafe."""

import os
import tempfile
import warnings

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter('always')
    import mailcap
print(told[0].category.__name__, told[0].message)
warnings.simplefilter('error')

ENTRIES = r'''# comment
image/*; xv %s; test=test -n "$NOSUCHVARIABLE"; x-flags=a\;b
text/plain; cat %s %t %{charset} %% %n; print=lpr %s ; needsterminal
text/html; lynx \
   -dump %s; copiousoutput; description="a b"
Audio/Basic ; showaudio %s; compose=x;compose=y
bad line
application/x-a; a %s; test=true
application/x-a; b %s; test=false
'''
with tempfile.NamedTemporaryFile('w', suffix='caps') as file:
    file.write(ENTRIES)
    file.flush()
    os.environ['MAILCAPS'] = file.name + os.pathsep + '/nosuch'
    caps = mailcap.getcaps()
    print(len(mailcap.listmailcapfiles()))
for key, entries in caps.items():
    print(key, entries)
for asked in [('text/plain',), ('text/plain', 'print'), ('text/plain', 'view', 'f', ['charset=utf-8']), ('image/png',),
              ('text/html', 'view', 'x'), ('audio/basic', 'compose', '/tmp/a'), ('application/x-a',), ('no/no',)]:
    print(asked, mailcap.findmatch(caps, *asked))
print(mailcap.lookup(caps, 'image/png'), mailcap.lookup(caps, 'image/png', 'nokey'))
for field in ['a %s', '%t', '%{x}', '\\%s', 'a\\', '%q%%']:
    print(field, mailcap.subst(field, 't/y', 'F', ['x=1']))
for unsafe in [lambda: mailcap.findmatch(caps, 'text/plain', filename='a b'), lambda: mailcap.subst('%t', 'a;b', 'f'),
               lambda: mailcap.subst('%{n}', 'a', 'f', ['N=a b']), lambda: mailcap.readmailcapfile([])]:
    try:
        unsafe()
    except (mailcap.UnsafeMailcapInput, DeprecationWarning) as e:
        print(type(e).__name__, e)
print(mailcap.parseline('a; b; c=d=e; f ; g=\n'), mailcap.parseline('a'), mailcap.parsefield('ab\\;c ;d', 0, 8))
