# string.Template and string.Formatter.  [slow]
import string
from string import *
T = Template
for s in ('T("$a ${b}c $$").substitute(a=1, b=2)', 'T("$a").substitute({})', 'T("$a $b").safe_substitute(a=1)', 'T("$").substitute()', 'T("a\\n$1").substitute()', 'T("${a").safe_substitute(a=1)', 'T("$a ${b} $$ $").get_identifiers()', 'T("$a").is_valid(), T("$").is_valid()', 'T("$a").substitute({"a": 1}, a=2)', 'T("$é").substitute(é=1)', 'T("x").template', 'capwords("hello  world-foo bar"), capwords("a,b", ",")', 'ascii_letters, digits, hexdigits, octdigits, punctuation, printable, whitespace', 'list(Formatter().parse("a{b!r:c}{{d}}{0[x].y}"))', 'Formatter().format("{0} {x}", 1, x=2)', 'Formatter().vformat("{0}{1}", (1, 2), {})', 'Formatter().format("{}{}", 1, 2)', 'Formatter().format("{0}{}", 1, 2)', 'Formatter().format("{}{0}", 1)', 'Formatter().format("{x}")', 'Formatter().format("{:{}}", 5, 3)', 'Formatter().format("{!z}", 1)', 'Formatter().format("{")', 'Formatter().get_field("0.real", (5,), {})', 'Formatter().format()', 'Formatter().convert_field(1, "x")', 'T("$a").substitute(5)', 'T()'):
    try: print(s, "->", eval(s))
    except Exception as e: print(s, "->", type(e).__name__, e)
class MyT(Template): delimiter = "%"; idpattern = "[a-z]+_[a-z]+"
print(MyT("%a_b %c $d").safe_substitute(a_b=5)); print(MyT.pattern.pattern[:20])
class Br(Template): braceidpattern = "[0-9]+"; flags = 0
print(Br("${1} $a").safe_substitute({"1": "one", "a": "A"}))
class NF(Formatter):
    def get_value(self, k, a, kw): return f"<{k}>" if isinstance(k, str) else super().get_value(k, a, kw)
    def format_field(self, v, s): return super().format_field(v, s).upper()
    def check_unused_args(self, u, a, k): print("used", sorted(map(str, u)), a, k)
print(NF().format("{zz} {0:>5}", "a", b=1))
