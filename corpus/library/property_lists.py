# [slow] Property lists in both forms.
import plistlib, datetime

d = {"a": 1, "b": [1.5, True, b"xx", datetime.datetime(2020, 1, 2)], "c": {"d": "é"}}
x = plistlib.dumps(d)
print(x.decode())
print(plistlib.loads(x) == d, plistlib.loads(plistlib.dumps(d, fmt=plistlib.FMT_BINARY)) == d)
try:
    plistlib.dumps({1: 2})
except TypeError as e:
    print(e)
try:
    plistlib.loads(b"xx")
except plistlib.InvalidFileException as e:
    print(repr(e))
