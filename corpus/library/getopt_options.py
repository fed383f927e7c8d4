# [slow] Options as in C.
import getopt

print(getopt.getopt("-a -b -cfoo -d bar a1 a2".split(), "abc:d:"))
print(
    getopt.getopt(
        "--condition=foo --testing --output-file abc.def -x a1 a2".split(),
        "x",
        ["condition=", "output-file=", "testing"],
    )
)
print(getopt.gnu_getopt("a1 -v a2 --name n a3".split(), "v", ["name="]))
print(getopt.getopt(["--", "-a"], "a"), getopt.getopt(["--ou", "x"], "", ["output="]))
for args in (["-z"], ["-c"], ["--nope"], ["--testing=1"], ["--condition"], ["--t"]):
    try:
        getopt.getopt(args, "ac:", ["condition=", "testing", "test2"])
    except getopt.GetoptError as e:
        print(repr(e), e.msg, e.opt, str(e))
