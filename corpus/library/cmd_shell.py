# [slow] A line-oriented command interpreter.
import cmd, io, sys


class Shell(cmd.Cmd):
    intro = "Welcome"
    prompt = "(x) "

    def do_add(self, arg):
        """add numbers: ADD 1 2"""
        print(sum(map(int, arg.split())), file=self.stdout)

    def do_quit(self, arg):
        """leave"""
        return True

    def do_undoc(self, arg):
        pass

    def help_topic(self):
        print("about topic", file=self.stdout)

    def default(self, line):
        print("?", line, self.parseline(line), file=self.stdout)

    def emptyline(self):
        print("(empty)", file=self.stdout)

    def postloop(self):
        print("bye", file=self.stdout)

    def precmd(self, line):
        return line.strip()

    def complete_add(self, text, line, b, e):
        return [x for x in ("1", "12") if x.startswith(text)]


out = io.StringIO()
s = Shell(
    stdin=io.StringIO("add 1 2\n\nhelp\nhelp add\n?topic\nhelp undoc\nhelp nothing\n!shell\nfoo bar\nquit\n"),
    stdout=out,
)
s.use_rawinput = False
s.cmdloop()
print(out.getvalue())
print(s.completenames("a"), s.get_names()[-3:], s.completedefault("x"))
s2 = Shell(stdout=sys.stdout)
s2.onecmd("add 4 5")
print(s2.onecmd("quit"))
s2.columnize(["a", "bb", "ccc"] * 5, 20)
