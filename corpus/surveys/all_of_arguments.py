# argparse: subcommands, actions, types, help.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
import argparse, sys
sys.stderr = sys.stdout
p = argparse.ArgumentParser(prog="git", add_help=True, allow_abbrev=False, exit_on_error=False)
p.add_argument("--debug", action="store_const", const="DBG")
sub = p.add_subparsers(title="commands", description="valid commands", help="sub help", dest="cmd", required=True, metavar="CMD")
a = sub.add_parser("add", help="add files", aliases=["a", "ad"]); a.add_argument("files", nargs="+"); a.set_defaults(func=lambda n: ("add", n.files))
c = sub.add_parser("commit", help="commit", description="Commit stuff"); c.add_argument("-m", required=True); c.add_argument("rest", nargs=argparse.REMAINDER)
p.print_help(); a.print_help(); c.print_usage()
n = p.parse_args(["add", "x", "y"]); print(n.func(n), n.cmd, n.debug)
print(p.parse_args(["--debug", "commit", "-m", "hi", "a", "-b", "--c"]))
def t(*a):
    try: print(p.parse_args(list(a)))
    except SystemExit as e: print("exit", e.code)
    except argparse.ArgumentError as e: print("AE", e)
t(); t("zap"); t("add"); t("commit"); t("ad", "q"); t("--deb", "add", "x")
class Up(argparse.Action):
    def __call__(self, parser, ns, values, option_string=None): print("action", self.dest, values, option_string); setattr(ns, self.dest, values.upper())
def even(s):
    if int(s) % 2: raise argparse.ArgumentTypeError(f"{s} is odd")
    return int(s)
q = argparse.ArgumentParser(prog="q", prefix_chars="-+", fromfile_prefix_chars="@", usage="%(prog)s [stuff]", argument_default=argparse.SUPPRESS)
q.add_argument("+u", action=Up); q.add_argument("--even", type=even); q.add_argument("-o", type=argparse.FileType("w"), default="-"); q.add_argument("--kv", action="extend", nargs="+"); q.add_argument("-1", dest="one", action="store_true")
print(q.parse_args("+u abc --even 4 --kv a b --kv c -1".split()).u); 
try: q.parse_args(["--even", "3"])
except SystemExit as e: print("exit", e.code)
try: q.parse_args(["--even", "z"])
except SystemExit as e: print("exit", e.code)
open("/tmp/fresh/args.txt", "w").write("--even\n8\n"); print(q.parse_args(["@/tmp/fresh/args.txt"]).even)
try: q.parse_args(["@/nonexistent"])
except SystemExit as e: print("exit", e.code)
for bad in (lambda: q.add_argument("--even"), lambda: q.add_argument("a", "b"), lambda: q.add_argument("z", required=True), lambda: q.add_argument("-z", nargs=0), lambda: q.add_argument("-z", type="nope"), lambda: q.add_argument("-z", action="nope"), lambda: q.add_argument("-z", action="store_true", nargs=1), lambda: q.add_argument("-z", choices=5, metavar=("a", "b"), nargs=3), lambda: q.add_argument("--", dest=""), lambda: q.add_argument("-q", dest="1", nargs="?", const=1) and None):
    try: print("ok", bad())
    except Exception as e: print(type(e).__name__, e)
par = argparse.ArgumentParser(add_help=False); par.add_argument("--shared"); ch = argparse.ArgumentParser(prog="ch", parents=[par], conflict_handler="resolve"); ch.add_argument("--shared", help="new"); ch.print_help()
print(argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1), vars(argparse.Namespace(q=2)))
r = argparse.ArgumentParser(prog="raw", formatter_class=argparse.RawDescriptionHelpFormatter, description="line1\n  line2\n    line3"); r.print_help()
r = argparse.ArgumentParser(prog="raw2", formatter_class=argparse.RawTextHelpFormatter); r.add_argument("-a", help="x\n  y\n z"); r.print_help()
r = argparse.ArgumentParser(prog="mt", formatter_class=argparse.MetavarTypeHelpFormatter); r.add_argument("-a", type=int); r.add_argument("b", type=float); r.print_help()
print(p, repr(a._actions[0]))
i = argparse.ArgumentParser(prog="i"); i.add_argument("--f"); i.add_argument("p", nargs="*"); print(i.parse_intermixed_args("1 --f 2 3 4".split())); print(i.parse_args(["--", "--f"]), i.parse_args(["--f=-3", "-5"]))
