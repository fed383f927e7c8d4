"""[slow] Every construct of patterns, on a few texts each."""
import re

PATTERNS = r"""
abc
a.c
^a|b$
[abc]+
[^abc]+
[a-cx-z]*
[]a]+
[^]a]+
[a\-z]+
[\w.]+
\d+\D
\s+\S
\w+\W
\bfoo\b
\Boo\B
\Aa
c\Z
a*b
a+?b
a??b
a{2}
a{2,}
a{,2}b
a{1,2}?b
a{x
(a)(b)?
(?:ab)+
(?P<n>a)(?P=n)
(a)\1
(?i:A)b
(?s:.)+
(?m:^a$)
(?x: a # comment
 b )
(?-i:a)
a(?=b)
a(?!b)
(?<=a)b
(?<!a)b
(a)?(?(1)b|c)
(?>a+)ab
a*+a
a++b
a?+b
a{1,2}+a
(?#comment)ab
\x61\u0062\143
[\x61-\u0063]+
\N{LATIN SMALL LETTER A}+
(|a)+b
(a|b|)*c
((a)|b)*
(?:a|(b))*?c
(a*)*
(a*)+
(a*?)*b
x*
\.\*\[\]
a|ab|abc
(?:a|ab)(?:c|bcd)(?:d*)
(a(b(c)))
""".split("\n")[1:-1]
TEXTS = ["", "a", "ab", "aab", "abc", "aaabbb", "foo boo", "a\nb", "ac", "abcd", "A b1", "x-a.z", "b", ".*[]", "aa"]

i = 0
while i < len(PATTERNS):
    pattern = PATTERNS[i]
    if pattern.startswith("(?x:"):
        i += 1
        pattern += "\n" + PATTERNS[i]
    i += 1
    compiled = re.compile(pattern)
    found = []
    for text in TEXTS:
        m = compiled.search(text)
        if m:
            found.append((m.span(), m.groups()) if m.groups() else m.span())
        else:
            found.append(None)
    print(repr(pattern), found)
    print("  ", [compiled.match(t) is not None for t in TEXTS].count(True),
          [compiled.fullmatch(t) is not None for t in TEXTS].count(True),
          compiled.findall("aab abc ac foo"))
