"""[slow] Long texts: no native recursion, no quadratic surprises; alternatives beyond one branch word."""
import re

n = 30000
print(re.match("(?:ab)*", "ab" * n).end(), re.match("(?:ab)*?$", "ab" * n).end(), re.match("(?:a|b)*", "ab" * n).end())
print(re.match("(?:(a)|b)*", "ab" * n).regs, re.match("(?:(?:ab)+?)*", "ab" * n).end(), re.match("((?:a|ab)b?)*", "ab" * n).regs)
print(re.match("(?:a|a)*b", "a" * 15), re.match("(?:a|b)*+c", "ab" * n), re.match("(?>(?:a|b)*)c", "ab" * n))
print(re.match("(a(?=b)|b)*", "ab" * n).regs, re.match(".*?c", "a" * n + "c").end(), re.match(".*a", "a" * n + "b" * n).end())
print(len(re.findall("a", "ab" * n)), len(re.sub("a", "xyz", "ab" * n)), len(re.split("b", "ab" * n)))
print(re.search("needle", "hay" * n + "needle").span(), re.search("é", "a" * n + "é").span(), re.search("[xyz]", "a" * n + "z").span())
words = ["w%d" % i for i in range(200)]
many = re.compile("|".join(words[::-1]))
print(many.findall("w0 w63 w64 w126 w127 w199 w200 x"), many.fullmatch("w150"), many.match("w"))
groups = re.compile("".join("(%s)?" % chr(97 + i % 26) for i in range(150)))
print(groups.groups, groups.match("abcxyz").lastindex, groups.match("zz").span())
print(re.match("(?:x{0,3}y{1,2}){2,1000}", "xxyyxyxxxy" * 50).end())
try:
    re.compile("(" * 3000 + ")" * 3000)
except (RecursionError, re.error) as e:
    print(type(e).__name__)
try:
    re.compile("x{4294967296}")
except OverflowError as e:
    print(e)
print(re.match("x{4294967294}", "x"), re.match("(?:xy){0,4294967294}", "xyxy").end(), re.compile("(?:){5}a").match("a").end())
