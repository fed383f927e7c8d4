# [slow] Words as a shell sees them.
import shlex

for t in [
    "a b c",
    'a "b c" d',
    "a\\ b 'c d'",
    'x="y z" w',
    "it''s",
    "a # comment",
    "a;b|c && d",
    '""',
    "'a'\"b\"",
]:
    print(repr(t), shlex.split(t), shlex.split(t, comments=True), shlex.split(t, posix=False))
for t in ['unclosed "quote', "trailing \\", "'x"]:
    try:
        print(shlex.split(t))
    except ValueError as e:
        print(e)
print(shlex.quote("it's"), shlex.quote(""), shlex.quote("safe-1.txt"), shlex.quote("a b;c"))
print(shlex.join(["a", "b c", "d'e"]))
l = shlex.shlex('a=b; c>d "e f" >> g', punctuation_chars=True)
print(list(l))
l = shlex.shlex("one two\nthree # x\nfour", posix=True)
l.whitespace_split = True
print([(t, l.lineno) for t in l])
l = shlex.shlex("a b")
l.push_token("z")
print(l.get_token(), l.get_token(), repr(l.get_token()), repr(l.eof))
l = shlex.shlex("source x", infile="file")
print(l.error_leader(), l.error_leader("f", 3))
print(
    shlex.shlex("~/a-b *.c", posix=True, punctuation_chars=True).__class__,
    list(shlex.shlex("~/a-b *.c", posix=True, punctuation_chars=True)),
)
try:
    shlex.split(None)
except ValueError as e:
    print(e)
