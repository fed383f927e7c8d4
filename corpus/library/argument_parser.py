# [slow] Arguments, their help and their errors.
import argparse, sys

p = argparse.ArgumentParser(
    prog="prog",
    description="A program that does a number of things, described at some length here.",
    epilog="the end",
    formatter_class=argparse.ArgumentDefaultsHelpFormatter,
)
p.add_argument("file", nargs="+", help="files")
p.add_argument("-v", "--verbose", action="count", default=0, help="more")
p.add_argument("-n", "--num", type=int, default=3, metavar="N")
p.add_argument("--mode", choices=["fast", "slow"], default="fast", help="mode %(choices)s")
p.add_argument("--flag", action=argparse.BooleanOptionalAction, default=True)
p.add_argument("--version", action="version", version="%(prog)s 1.0")
p.add_argument("--list", nargs="*", action="extend")
p.add_argument("--const", action="store_const", const=42)
p.add_argument("-a", action="append")
g = p.add_mutually_exclusive_group()
g.add_argument("--x", action="store_true")
g.add_argument("--y", action="store_false")
gg = p.add_argument_group("special", "special options")
gg.add_argument("--z", help=argparse.SUPPRESS)
gg.add_argument("-q", "--quiet", action="store_true", help="be quiet")
p.print_help()
print(p.format_usage())


def t(*a):
    try:
        print(p.parse_args(a))
    except SystemExit as e:
        print("exit", e.code)


sys.stderr = sys.stdout
t("f")
t("f", "g", "-vvv", "-n", "5", "--mode", "slow", "--no-flag", "-a", "1", "-a2", "--list", "p", "q", "--const")
t()
t("f", "-n", "x")
t("f", "--mode", "zz")
t("f", "--x", "--y")
t("f", "--unknown")
t("--version")
t("f", "--verb")
t("f", "--ver")
t("f", "-n")
t("--", "-f")
t("f", "--x=1")
s = argparse.ArgumentParser(prog="git")
sub = s.add_subparsers(dest="cmd", required=True, title="commands", metavar="CMD")
c = sub.add_parser("commit", help="do commit", aliases=["ci"])
c.add_argument("-m", required=True)
c.set_defaults(func=lambda a: a.m)
sub.add_parser("push")
print(s.parse_args(["commit", "-m", "x"]).func(s.parse_args(["ci", "-m", "y"])))
for a in ([], ["nope"], ["commit"], ["commit", "-h"], ["-h"]):
    try:
        print(s.parse_args(a))
    except SystemExit as e:
        print("exit", e.code)
print(p.parse_known_args(["f", "--wat", "1"]))
print(
    argparse.Namespace(a=1, b="x") == argparse.Namespace(a=1, b="x"),
    "a" in argparse.Namespace(a=1),
    vars(argparse.Namespace(q=2)),
)


def pos(v):
    i = int(v)
    if i < 0:
        raise argparse.ArgumentTypeError(f"{v} is negative")
    return i


e = argparse.ArgumentParser(prog="e", exit_on_error=False)
e.add_argument("--p", type=pos)
e.add_argument("pos", nargs="?", default="dd")
e.add_argument("rest", nargs=argparse.REMAINDER)
try:
    e.parse_args(["--p", "-3"])
except argparse.ArgumentError as x:
    print(x)
print(e.parse_args(["a", "b", "--c"]))
print(
    argparse.ArgumentParser(prog="r", fromfile_prefix_chars="@", allow_abbrev=False), argparse.FileType("r")
)
try:
    p.add_argument("-v")
except argparse.ArgumentError as x:
    print(x)
try:
    p.add_argument("pos", required=True)
except TypeError as x:
    print(x)
try:
    p.add_argument("--q", nargs=0)
except ValueError as x:
    print(x)
p2 = argparse.ArgumentParser(
    prog="long", usage="%(prog)s [options]", add_help=False, parents=[e] if 0 else []
)
p2.add_argument(
    "--a-very-long-option-name-indeed",
    help="some long help text that needs to be wrapped over several lines because it is long",
    metavar="VALUE",
)
p2.add_argument("--short", help="%(default)s %(type)s", type=int, default=7)
p2.print_help()
