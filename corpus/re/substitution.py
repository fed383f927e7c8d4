"""[slow] sub, subn, expand and templates."""
import re

print(re.sub("a", "b", "banana"), re.sub("a", "b", "banana", count=2), re.subn("a", "b", "banana"))
print(re.sub("", "-", "abc"), re.sub("x*", "-", "abxxd"), re.subn("(?=b)", "<", "abab"), re.sub("b*", "", ""))
print(re.sub(r"(\w)(\d)", r"\2\1", "a1 b2"), re.sub(r"(?P<x>\w)", r"[\g<x>\g<0>\g<1>]", "ab"))
print(repr(re.sub("a", r"\n\t\\\a\101\0", "xax")), re.sub("a", r"\g<0>0", "a"), re.sub("(a)|b", r"<\1>", "ab"))
print(re.sub("a", lambda m: m.group().upper() + str(m.start()), "abca"), re.sub("a", str, "a"))
print(re.sub("(.)", lambda m: None if m[1] == "b" else m[1] * 2, "abc"))
print(re.sub(b"a", rb"[\g<0>]", b"bab"), re.sub(b"a", lambda m: m[0] + b"!", bytearray(b"aa")), re.sub(b"a", bytearray(b"x"), b"a"))
print(re.sub(b"(a)", bytearray(rb"\1\1"), b"ba"))
print(re.compile("é").sub("\U0001f600", "éaé"), re.compile("a").sub("é", "aba"), re.compile("\U0001f600").sub("x", "a\U0001f600\U0001f601"))
print(re.compile("a").sub("b", "aaa", 0), re.compile("a").sub("b", "aaa", -1), re.compile("a").sub(count=1, string="aaa", repl="b"))
print(re.sub(r"\s+", " ", "  a \n b\t\tc  "), re.sub(r"^", "> ", "a\nb\n", flags=re.M), re.sub(r"$", "<", "a\nb\n", flags=re.M))
print(re.sub(r"(?<=a)", "^", "aab"), re.sub(r"\b", "|", "a bc  d"))
nested = re.sub(r"\d+", lambda m: re.sub("1", "one", m[0]), "10 11 2")
print(nested)
class Upper:
    def __call__(self, m):
        return m.group().upper()
print(re.sub("[a-c]", Upper(), "abcd"))
def boom(m):
    raise KeyError(m.group())
try:
    re.sub("b", boom, "abc")
except KeyError as e:
    print("KeyError", e)
m = re.match("(?P<first>a)(b)?", "a")
print(m.expand(r"\1-\2-\g<first>-\g<2>"), m.expand(""))
import _sre
t = _sre.template(re.compile("a"), ["x", 0, "y", 0, ""])
print(type(t).__module__, type(t).__name__)
for bad in ([], ["x", 0], ["x", -1, "y"], "x", ["x", "y", "z"]):
    try:
        print(_sre.template(None, bad))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
