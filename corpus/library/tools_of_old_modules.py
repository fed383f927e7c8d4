# [slow] Smaller things that programs still ask of modules: loaders, attributes of XML, dates of mail, members of profiles.
import cProfile
import email.errors
import email.message
import email.utils
import io
import pdb
import pkgutil
import pydoc
import sys
import warnings
import xml.etree.ElementTree as ET
import xmlrpc.client

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(pkgutil.find_loader("no_such_module"), pkgutil.get_loader("no_such_module"))
    print(pkgutil.find_loader("json") is not None, pkgutil.get_loader(sys) is not None)
    print(*(str(w.message) for w in seen), sep="\n")
try:
    pkgutil.get_data("json", "no such file")
except FileNotFoundError as e:
    print(e.errno)

element = ET.fromstring("<a b='1' c='2'><d/></a>")
print(element.items(), element.keys())
for act in (lambda: element[5], lambda: element[-9]):
    try:
        act()
    except IndexError as e:
        print(e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(bool(element), bool(element[0]))
    print(*(f"{w.category.__name__}: {w.message}" for w in seen), sep="\n")

for text in ("x", "Mon, 32 Jan 2024 00:00:00 +0000", "Mon, 01 Jan 2024 00:00:00 +0130"):
    try:
        print(email.utils.parsedate_to_datetime(text))
    except ValueError as e:
        print(e)
message = email.message.Message()
message["Content-Transfer-Encoding"] = "base64"
message.set_payload("YWJ")
print(message.get_payload(decode=True), issubclass(email.errors.InvalidDateDefect, email.errors.MessageDefect))


def inner(n):
    return n * 2


def outer():
    return inner(1) + inner(2)


profile = cProfile.Profile()
profile.runcall(outer)
for entry in sorted((e for e in profile.getstats() if not isinstance(e.code, str)), key=lambda e: e.code.co_name):
    called = [(c.code.co_name, c.callcount, c.reccallcount) for c in entry.calls or ()]
    print(entry.code.co_name, entry.callcount, entry.reccallcount, called)


def debugged(x):
    y = x + 1
    return y


commands = io.StringIO("n\np $_frame.f_lineno - $_frame.f_code.co_firstlineno\n$v = y * 10\np $v\np $nope\nr\np $_retval\nc\n")
debugger = pdb.Pdb(stdin=commands, stdout=io.StringIO(), nosigint=True, readrc=False)
debugger.use_rawinput = False
debugger.runcall(debugged, 4)
print(*(line for line in debugger.stdout.getvalue().splitlines() if "Pdb" in line and "> " not in line), sep="\n")

print(pydoc.render_doc(inner, renderer=pydoc.plaintext).splitlines()[2:])

call = xmlrpc.client.dumps((1, "a", [True], {"k": 1.5}), "method")
print(xmlrpc.client.loads(call))
