# Indexing and slicing of str, one to four byte characters included.
for s in ["abcdef", "aéıö", "a名b前", "x😀y🐍z"]:
    print(len(s), [c for c in s], s[0], s[-1], s[1:3], s[::-1], s[::2], s[-2:], s[:-2], s[5:1], s[100:], s[-100:2], s[3:0:-1], s[None:None], s[:], s[-1:-3:-1])
s = "abc"
for i in [3, -4, "0", 1.0, None, (0, 1), 1 << 70, slice(0, 1, 0), slice("a"), slice(0, 1.5), [], True, False, slice(1 << 70), slice(-(1 << 70), None), slice(None, None, 1 << 70), slice(None, None, -(1 << 70))]:
    try:
        print(i, repr(s[i]))
    except Exception as e:
        print(i, "!", type(e).__name__, e)
for code in ["s[0] = 'x'", "del s[0]", "s[0:1] = 'x'", "del s[:]", "s.x = 1"]:
    try:
        exec(code)
    except Exception as e:
        print(code, type(e).__name__, e)
print(s * 0, s * -1, s * 2, 3 * s, s * True, "" * 1000 == "", ("é" * 3).encode())
print("a" < "b", "a" < "B", "abc" < "abd", "abc" < "abcd", "" < "a", "é" > "z", "😀" > "\uffff", "a" == b"a", "a" != 1, "Z" <= "Z")
print("b" in s, "bc" in s, "" in s, "ac" in s, "é" in s, "x" not in s)
print(hash("") == hash(""), hash("abc") == hash("a" + "bc"), "a" "b" == "ab", min("hello"), max("hello"), sorted("hello"), list(reversed(s)), list(enumerate("ab")))
print(ord("a"), ord("é"), ord("😀"), chr(97), chr(0x1F600), chr(0), len(chr(0x10FFFF)), repr(chr(0xD800)), "\ud800" == chr(0xD800))


class Idx:
    def __index__(self):
        return 1


print(s[Idx()], s[Idx():], s[:Idx()], s[::Idx()], s * Idx())
t = "0123456789"
for start in (None, 0, 2, -3, 20, -20):
    print([t[start:stop:step] for stop in (None, 5, -1, 20) for step in (1, 3, -1, -4)])
