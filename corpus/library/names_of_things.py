# [slow] URLs, media types, identifiers and shelves, where they have changed up to 3.12.
import fileinput
import mimetypes
import os
import pickle
import shelve
import tempfile
import urllib.parse as urls
import uuid


def attempt(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


for url in ("  \x01http://host/path ", "itms-services://?action=get&url=x", "http://[::1]:80/x", "//[fe80::1%eth0]/x"):
    parts = urls.urlsplit(url)
    print(parts, parts.hostname, parts.geturl())
print(urls.urlsplit("host/x", scheme="  https "))
for host in ("http://[127.0.0.1]/", "http://[v1.x]/", "http://[vx.y]/", "http://[name]/", "http://[::1/", "http://::1]/"):
    attempt(lambda: urls.urlsplit(host).hostname)
for host in ("a:80", "a: 80", "a:+8", "a:", "a", "a:x"):
    print(urls._splitnport(host), end=" ")
print()
attempt(lambda: urls.quote("a b/ü?"))
attempt(lambda: urls.nothing)

db = mimetypes.MimeTypes()  # Without the files of the machine.
print([db.guess_type(name) for name in ("a.TGZ", "a.tar.gz", "a.webp", "a.avif", "a.bmp", "a.vtt", "a.JS", "a.br")])
print(db.guess_type("a.webp", strict=False), db.guess_all_extensions("text/plain"))
before = db.guess_all_extensions("image/jpg", strict=False)
print(before, db.guess_all_extensions("image/jpg"), db.guess_extension("audio/aac"), db.guess_extension("image/bmp"))

print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org") == uuid.uuid5(uuid.NAMESPACE_DNS, b"python.org"))
print(uuid.uuid3(uuid.NAMESPACE_DNS, b"python.org"))

with tempfile.TemporaryDirectory() as folder:
    with shelve.open(os.path.join(folder, "kept")) as kept:
        kept["a"] = [1, 2]
        print(kept["a"], kept._protocol == pickle.DEFAULT_PROTOCOL)
    path = os.path.join(folder, "lines.txt")
    with open(path, "w") as f:
        f.write("one\ntwo\n")
    with fileinput.input([path], mode="rb", openhook=fileinput.hook_compressed) as lines:
        print(list(lines))

# What others take from logging, and what marshal takes.
import array
import logging
import marshal

logging._acquireLock()
logging._releaseLock()
for lent in (array.array("B", b"abc"), memoryview(b"xyz"), bytearray(b"123")):
    print(marshal.loads(marshal.dumps(lent)))
nested = []
for _ in range(1999):
    nested = [nested]
print(len(marshal.dumps(nested)))
attempt(lambda: marshal.dumps([nested]))
