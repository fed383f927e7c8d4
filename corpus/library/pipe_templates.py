# [slow] Pipelines of shell commands, put together once; `quote`, which programs take from this module.
import os
import sys
import tempfile
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import pipes
print(caught[0].category.__name__, caught[0].message, pipes.__all__)
print(pipes.quote("a b's"), pipes.quote("plain"))


def attempt(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


t = pipes.Template()
print(t)
attempt(lambda: t.append(3, "--"))
attempt(lambda: t.append("x", "zz"))
attempt(lambda: t.append("x", ".-"))
attempt(lambda: t.append("x", "ff"))
attempt(lambda: t.append("cat $IN", "ff"))
attempt(lambda: t.prepend("x", "-."))
attempt(lambda: t.open("file", "x"))
t.append("tr a-z A-Z", "--")
print(t, t.steps)

with tempfile.TemporaryDirectory() as folder:
    one, two = os.path.join(folder, "one file"), os.path.join(folder, "two")
    with t.open(one, "w") as f:
        f.write("hello\nabc\n")
    print(open(one).read().split())
    with t.open(one, "r") as f:
        print(f.read().split())
    other = t.clone()
    other.append("tr A B", "--")
    other.append("sort $IN > $OUT", "ff")
    other.append("rev > $OUT", "-f")
    other.append("tr L l", "--")
    print(len(t.steps), len(other.steps), other.copy(one, two), open(two).read().split())
    print(pipes.Template().copy(one, two), open(two).read().split())
    made = pipes.Template()
    made.prepend("echo made", ".-")
    made.append("cat > $OUT", "-f")
    print(made.copy("", two), open(two).read())
    attempt(lambda: made.open_w(two))
    attempt(lambda: made.prepend("y", "--"))
    sunk = pipes.Template()
    sunk.append("cat > /dev/null", "-.")
    print(sunk.copy(one, ""))
    attempt(lambda: sunk.open_r(one))
    attempt(lambda: sunk.append("y", "--"))
    sunk.reset()
    print(sunk, sunk.debugging)
