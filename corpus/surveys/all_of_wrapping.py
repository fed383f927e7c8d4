# textwrap with its options.  [slow]
import textwrap as w
t = "The quick brown fox jumped over the lazy dog. A verylongwordthatdoesnotfit here -- and hyphen-ated words; tabs\there.\n\nSecond   paragraph."
for kw in ({}, dict(width=20), dict(width=10, break_long_words=False), dict(width=20, initial_indent="* ", subsequent_indent="  "), dict(width=15, break_on_hyphens=False), dict(width=20, max_lines=2, placeholder=" [...]"), dict(width=30, replace_whitespace=False), dict(width=30, expand_tabs=False), dict(width=25, drop_whitespace=False), dict(width=30, fix_sentence_endings=True), dict(width=20, tabsize=2)):
    print(kw, w.wrap(t, **kw)); print(w.fill(t, **kw))
print(w.shorten(t, 30), w.shorten(t, 30, placeholder="..."), w.shorten("a b", 1) if 0 else "")
for f in (lambda: w.wrap(t, 0), lambda: w.wrap(t, width="a"), lambda: w.shorten("hello world", 3), lambda: w.wrap(t, 5, max_lines=1, placeholder="xxxxxxxx"), lambda: w.dedent(5), lambda: w.wrap(t, foo=1), lambda: w.wrap("")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(repr(w.dedent("""
    a
      b
   \t
    c
  """)), repr(w.dedent("\ta\n\t  b\n")), repr(w.dedent("  a\n\tb")), repr(w.indent("a\n\nb\n", "> ")), repr(w.indent("a\n\nb", "> ", lambda l: True)))
tw = w.TextWrapper(width=12); tw.width = 8; print(tw.wrap("hello wonderful world"), tw.fill("a b c d e f g"))
