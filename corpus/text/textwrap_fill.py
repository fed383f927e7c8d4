"""[slow] textwrap, fnmatch, html and shlex over their regular expressions."""
import fnmatch
import html
import shlex
import textwrap

TEXT = "Hello there -- you goof-ball, use the -b option! This-is-a-very-long-hyphenated-word; \tand (some) 'quoted' text... The end."
for width in (10, 20, 35, 79):
    print(textwrap.wrap(TEXT, width))
print(textwrap.fill(TEXT, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(TEXT, 40), textwrap.shorten(TEXT, 25, placeholder="..."), textwrap.shorten("a  b", 10))
print(repr(textwrap.dedent("""
    one
      two
    \tthree

    four
""")), repr(textwrap.indent("a\n\n b\n", "> ")), repr(textwrap.indent("a\n\n", "> ", lambda line: True)))
for options in ({"break_long_words": False}, {"break_on_hyphens": False}, {"drop_whitespace": False}, {"fix_sentence_endings": True},
                {"max_lines": 2}, {"tabsize": 2}, {"replace_whitespace": False}, {"expand_tabs": False}):
    print(options, textwrap.wrap(TEXT, 18, **options))
try:
    textwrap.wrap("x", 0)
except ValueError as e:
    print(e)
for pattern in ("*", "*.py", "a?c", "[abc]x", "[!a]x", "[a-c]*", "[", "a[b", "**", "*.[ch]", "[]x]", "é*", "a.b", "[--0]", "[z-a]", "?*?", "*a*b*c", "a*[bc]*?d*"):
    names = ["", "x.py", "abc", "ax", "bx", "dx", "[", "a[b", "m.c", "m.h", "]", "éa", "a.b", "a-b", "A.PY"]
    print(pattern, fnmatch.filter(names, pattern), [n for n in names if fnmatch.fnmatchcase(n, pattern)], fnmatch.translate(pattern))
print(html.escape("<a href='x'>&\"</a>"), html.escape("'\"", quote=False))
print(ascii(html.unescape("&lt;&amp;&gt &eacute;&#233;&#xe9;&#x80;&#0;&notit;&copy &unknown; &#xD800; &#1114112; &NotEqualTilde;&ampx&#x;")))
for line in ("a 'b c' \"d \\\" e\" f\\ g", "x=#y # z", "'' \"\"", "a\\"):
    try:
        print(shlex.split(line), shlex.split(line, comments=True, posix=True))
    except ValueError as e:
        print(line, e)
print(shlex.quote("a b"), shlex.quote("ok"), shlex.quote("it's"), shlex.join(["a", "b c"]))
print(list(shlex.shlex("a+b (c) && d|e", punctuation_chars=True)))
