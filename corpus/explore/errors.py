# [ours] The words of errors.
from guppy import hpy

hp = hpy()
h = hp.iso(1, 2, "text")
for text in [
    "h[99]", "list(h)", "h.theone", "hp.Nothing.theone", "h | 3", "3 | h", "h - 3", "h & 3", "h ^ 'x'",
    "h <= 3", "h == 3", "h.foo", "hp.foo", "hp.idset(3)", "h(0)", "h['a']", "hp.iso(1, 2).theone",
    "hp.monitor()", "hp.pb()", "hp.test()",
]:
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)
