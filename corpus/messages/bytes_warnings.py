# -b warns of str() of bytes and of comparisons that can only be false, -bb raises.
import subprocess
import sys

PROGRAM = """
import warnings, sys
def t(text):
    with warnings.catch_warnings(record=True) as seen:
        if sys.flags.bytes_warning < 2:
            warnings.simplefilter("always")
        try:
            print(text, "->", eval(text), [str(w.message) for w in seen])
        except BytesWarning as e:
            print(text, "->", type(e).__name__, e)
for text in ("b'a' == 'a'", "'a' == b'a'", "b'a' != 'a'", "b'a' == 97", "97 == b'a'", "bytearray(b'a') == 'a'",
             "str(b'x')", "'%s' % b'x'", "f'{b\\"x\\"}'", "'{}'.format(b'x')", "str(bytearray(b'x'))", "repr(b'x')",
             "b'a' in ['a']", "{b'a': 1}.get('a')", "(b'a',) == ('a',)", "str(b'x', 'ascii')", "[b'x']", "b'a' == b'a'",
             "bytearray(b'a') == 97", "b'a' < b'b'", "memoryview(b'a') == 'a'"):
    t(text)
"""
for options in ([], ["-b"], ["-bb"]):
    ran = subprocess.run([sys.executable, *options, "-c", PROGRAM], capture_output=True, text=True)
    print(options)
    print(ran.stdout, ran.stderr, ran.returncode)
