"""[slow] What groups hold after loops, alternatives, look-around and backtracking."""
import re

CASES = [
    (r"(?:(a)|b)*", "ab"), (r"(?:(a)|(b))*", "aba"), (r"((a)|b)*", "ab"), (r"(a(b)?)+", "aba"), (r"(a|(b))+", "ba"),
    (r"(?:(a)|(b)|(c))+?c", "abcc"), (r"(a)|(b)", "b"), (r"(?=(a))(?=(ab))", "ab"), (r"(?!(a))(b)", "b"), (r"(?<=(a))b", "ab"),
    (r"(?:(?=(a))a)+b", "aab"), (r"(a+)(a+)?", "aaa"), (r"(a*)(a*)", "aa"), (r"(a*?)(a*)", "aa"), (r"(a?)*?$", "aa"),
    (r"(|a)*", "aa"), (r"(|a)+", "aa"), (r"(a|)*", "aa"), (r"(a??)*", "aa"), (r"(a*)*?b", "aab"), (r"((a*)b)*", "aabb"),
    (r"(?P<x>a)(?P<y>b)?(?(y)c|d)", "ad"), (r"(a)?(b)?(?(2)c|d)", "bc"), (r"(?:(a)x|(a)y)", "ay"), (r"((.)x|(.)y)+", "axby"),
    (r"(?>(a+))b", "aab"), (r"(?>(a)|b)*c", "abc"), (r"(a(?=(b)))*", "ab"), (r"(?:a(b)|a(c))*d", "abacd"),
    (r"(.)(?:\1)*", "aaab"), (r"(.+)\1", "abab"), (r"(?i)(a)\1\1", "aAa"), (r"(a)(?:b\1)+", "ababa"), (r"(\w+) \1", "the the"),
    (r"(x)?(y)?z", "yz"), (r"((((((((((a))))))))))\10", "aa"), (r"^(?:(\d+)|(\w+))(?:,(?:(\d+)|(\w+)))*$", "1,a,2"),
    (r"(?:(?P<k>\w)=(?P<v>\d);?)+", "a=1;b=2"), (r"(a{1,2}){2}", "aaa"), (r"(a{1,2}?){2,3}", "aaa"), (r"(ab|a)(bc|c)?", "abc"),
]
for pattern, text in CASES:
    for name in ("match", "search", "fullmatch"):
        m = getattr(re, name)(pattern, text)
        print(pattern, repr(text), name, m and (m.span(), m.groups(), m.regs, m.lastindex, m.lastgroup))
for pattern, text in [(r"(a)|b", "abab"), (r"(a*)b", "aabb"), (r"(?:(a)|(b))", "ab"), (r"(?<=(.))b", "abcb")]:
    print(pattern, re.findall(pattern, text), re.split(pattern, text), re.sub(pattern, r"[\1]", text))
