# A stack machine: assembler, calls, exceptions, and a compiler for it.
class VMError(Exception):
    pass


def assemble(text):
    code, labels, fixes = [], {}, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split(";")[0].strip()
        if not line:
            continue
        if line.endswith(":"):
            if line[:-1] in labels:
                raise VMError(f"line {number}: label {line[:-1]!r} twice")
            labels[line[:-1]] = len(code)
            continue
        op, *args = line.split()
        if not hasattr(VM, "op_" + op):
            raise VMError(f"line {number}: unknown instruction {op!r}")
        arg = None
        if args:
            try:
                arg = int(args[0])
            except ValueError:
                arg = args[0]
                if op in ("jump", "jz", "call"):
                    fixes.append((len(code), number, arg))
        code.append((op, arg))
    for at, number, name in fixes:
        if name not in labels:
            raise VMError(f"line {number}: no label {name!r}")
        code[at] = code[at][0], labels[name]
    return code


class VM:
    def __init__(self, code, limit=20000):
        self.code, self.limit = code, limit
        self.stack, self.calls, self.out, self.pc, self.steps = [], [], [], 0, 0
        self.frames = [{}]

    def run(self):
        table = {op: getattr(self, "op_" + op) for op in {op for op, _ in self.code}}
        while 0 <= self.pc < len(self.code):
            op, arg = self.code[self.pc]
            self.pc += 1
            self.steps += 1
            if self.steps > self.limit:
                raise VMError(f"more than {self.limit} steps")
            try:
                table[op](arg)
            except IndexError:
                raise VMError(f"stack underflow in {op} at {self.pc - 1}") from None
            except (ZeroDivisionError, KeyError) as e:
                raise VMError(f"{type(e).__name__} in {op} at {self.pc - 1}") from e
        return self

    def op_push(self, arg):
        self.stack.append(arg)

    def op_pop(self, arg):
        self.stack.pop()

    def op_dup(self, arg):
        self.stack.append(self.stack[-1])

    def op_swap(self, arg):
        self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]

    def op_load(self, name):
        self.stack.append(self.frames[-1][name])

    def op_store(self, name):
        self.frames[-1][name] = self.stack.pop()

    def op_jump(self, to):
        self.pc = to

    def op_jz(self, to):
        if not self.stack.pop():
            self.pc = to

    def op_call(self, to):
        self.calls.append(self.pc)
        self.frames.append({})
        self.pc = to

    def op_ret(self, arg):
        self.pc = self.calls.pop()
        self.frames.pop()

    def op_print(self, arg):
        self.out.append(self.stack.pop())

    def op_halt(self, arg):
        self.pc = -1

    def op_not(self, arg):
        self.stack.append(int(not self.stack.pop()))


def binary(fn):
    def op(self, arg):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(int(fn(a, b)))
    return op


for name, fn in {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a // b, "mod": lambda a, b: a % b, "lt": lambda a, b: a < b, "eq": lambda a, b: a == b}.items():
    setattr(VM, "op_" + name, binary(fn))

FACT = """
    push 10
    call fact
    print
    halt
fact:           ; n -> n!
    store n
    load n
    jz one
    load n
    push 1
    sub
    call fact
    load n
    mul
    ret
one:
    push 1
    ret
"""
vm = VM(assemble(FACT)).run()
print(vm.out, vm.steps, assemble(FACT)[:6])


class Compiler:
    """From nested tuples to the assembler's text."""

    def __init__(self):
        self.lines, self.labels = [], 0

    def label(self):
        self.labels += 1
        return f"L{self.labels}"

    def emit(self, *words):
        self.lines.append(" ".join(map(str, words)))

    def compile(self, node):
        if isinstance(node, int):
            return self.emit("push", node)
        if isinstance(node, str):
            return self.emit("load", node)
        getattr(self, "do_" + node[0], self.do_binary)(*node)

    def do_binary(self, op, *args):
        for a in args:
            self.compile(a)
        self.emit(op)

    def do_set(self, _, name, value):
        self.compile(value)
        self.emit("store", name)

    def do_seq(self, _, *nodes):
        for n in nodes:
            self.compile(n)

    def do_while(self, _, test, *body):
        top, end = self.label(), self.label()
        self.emit(top + ":")
        self.compile(test)
        self.emit("jz", end)
        self.do_seq(None, *body)
        self.emit("jump", top)
        self.emit(end + ":")

    def do_if(self, _, test, then, other=("seq",)):
        no, end = self.label(), self.label()
        self.compile(test)
        self.emit("jz", no)
        self.compile(then)
        self.emit("jump", end)
        self.emit(no + ":")
        self.compile(other)
        self.emit(end + ":")


PRIMES = ("seq", ("set", "n", 2), ("while", ("lt", "n", 60),
          ("set", "d", 2), ("set", "ok", 1),
          ("while", ("lt", ("mul", "d", "d"), ("add", "n", 1)), ("if", ("mod", "n", "d"), ("seq",), ("set", "ok", 0)), ("set", "d", ("add", "d", 1))),
          ("if", "ok", ("print", "n")), ("set", "n", ("add", "n", 1))))
COLLATZ = ("seq", ("set", "n", 27), ("set", "c", 0), ("while", ("not", ("eq", "n", 1)), ("if", ("mod", "n", 2), ("set", "n", ("add", ("mul", 3, "n"), 1)), ("set", "n", ("div", "n", 2))), ("set", "c", ("add", "c", 1))), ("print", "c"))
for program in (PRIMES, COLLATZ, ("print", ("sub", ("mul", 6, 7), -58))):
    c = Compiler()
    c.compile(program)
    vm = VM(assemble("\n".join(c.lines))).run()
    print(vm.out, vm.steps, len(c.lines), vm.stack, dict(sorted(vm.frames[0].items())))
for bad in ["add", "push 1\npush 0\ndiv", "jump nowhere", "fly", "x:\nx:", "loop:\njump loop", "load q", "ret", "push 1\nswap"]:
    try:
        print(VM(assemble(bad), limit=100).run().stack)
    except VMError as e:
        print(repr(bad), "!", e, "|", repr(e.__cause__))
