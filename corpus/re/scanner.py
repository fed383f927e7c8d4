"""[slow] Scanners and tokenisers."""
import re

s = re.compile(r"\d|[a-z]+").scanner("ab1 2cd")
print(type(s).__module__, type(s).__name__, s.pattern)
print([s.match() for _ in range(4)])
print([s.search() for _ in range(2)])
s = re.compile(r"\d|[a-z]+").scanner("ab1 2cd", 1, 6)
print([s.search() for _ in range(5)])
s = re.compile("a*").scanner("baac")
print([m.span() for m in iter(s.search, None)])
s = re.compile("a*").scanner("aab")
print(s.match(), s.match(), s.match(), s.match())

TOKEN = re.compile(r"""
    (?P<number> \d+ (?: \. \d* )? (?: [eE] [+-]? \d+ )? )
  | (?P<name> [A-Za-z_]\w* )
  | (?P<string> "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
  | (?P<op> \*\*|//|[-+*/%=<>!]=?|[()\[\]{},:;.] )
  | (?P<comment> \#.* )
  | (?P<newline> \n )
  | (?P<space> [ \t]+ )
  | (?P<bad> . )
""", re.X)
SOURCE = '''def area(r=2.5e-3):  # circle
    return 3.14 ** r // 2 != "a\\"b" + 'c' @ [x]
'''
for m in TOKEN.finditer(SOURCE):
    if m.lastgroup != "space":
        print(m.lastgroup, repr(m.group()), m.span(), m.lastindex)

scan = re.Scanner([
    (r"[a-z]+", lambda scanner, text: ("word", text, scanner.match.span())),
    (r"\d+", lambda scanner, text: int(text)),
    (r"\s+", None),
    (r"=", "equals"),
])
print(scan.scan("abc = 42 def ?rest"))
print(re.Scanner([("(a)(b)", lambda s, t: s.match.groups())]).scan("abab"))
