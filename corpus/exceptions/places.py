"""Unicode errors print the places they were given; an OSError's copy keeps its files."""
import copy
import pickle

e = UnicodeEncodeError("baz", "xxxxx", 1, 5, "foo")
print(e)
e.end = 2
print(e)
e.end = 0
print(e, e.end)
e.end = 1000
print(e, e.end)
e.start = -7
print(e, e.start)
e.object = ""
print(e)
e = UnicodeDecodeError("baz", b"xxxxx", 1, 2, "foo")
print(e)
e.object = b""
print(e)
e = UnicodeTranslateError("xxxx", 1, 5, "foo")
print(e)
e.object = ""
print(e)
print(UnicodeEncodeError("400", "x", 4, -1, "o"))

for e in [
    OSError(), OSError("foo"), OSError("foo", "bar"), OSError("foo", "bar", "baz"),
    OSError("foo", "bar", "baz", None, "quux"), OSError(2, "no", "f"), OSError("a", "b", "c", "d", "e", "f"),
]:
    for twin in (copy.copy(e), pickle.loads(pickle.dumps(e))):
        print(type(twin).__name__, twin.args, twin.filename, twin.filename2, twin, e.__reduce__()[1])
