# [slow] A brainf*** interpreter with a jump table and a small optimising compiler.
class BFError(Exception):
    pass


def jumps(code):
    table, stack = {}, []
    for i, c in enumerate(code):
        if c == "[":
            stack.append(i)
        elif c == "]":
            if not stack:
                raise BFError(f"unmatched ] at {i}")
            j = stack.pop()
            table[i], table[j] = j, i
    if stack:
        raise BFError(f"unmatched [ at {stack[-1]}")
    return table


def interpret(code, data=b"", limit=500000):
    table, tape, at, pc, out, steps = jumps(code), [0], 0, 0, [], 0
    feed = iter(data)
    while pc < len(code):
        c = code[pc]
        if c == ">":
            at += 1
            if at == len(tape):
                tape.append(0)
        elif c == "<":
            if at == 0:
                raise BFError(f"left of the tape at {pc}")
            at -= 1
        elif c == "+":
            tape[at] = (tape[at] + 1) % 256
        elif c == "-":
            tape[at] = (tape[at] - 1) % 256
        elif c == ".":
            out.append(tape[at])
        elif c == ",":
            tape[at] = next(feed, 0)
        elif c == "[" and not tape[at] or c == "]" and tape[at]:
            pc = table[pc]
        pc += 1
        steps += 1
        if steps > limit:
            raise BFError("too many steps")
    return bytes(out), steps, tape


def compile_bf(code):
    lines, depth, i = ["def run(feed, out):", " t = [0] * 300", " p = 0"], 1, 0
    while i < len(code):
        c = code[i]
        j = i
        while j < len(code) and code[j] == c and c in "+-<>":
            j += 1
        n = max(j - i, 1)
        pad = " " * depth
        if code.startswith("[-]", i):
            lines.append(pad + "t[p] = 0")
            n = 3
        elif c in "+-":
            lines.append(f"{pad}t[p] = (t[p] {c} {n}) & 255")
        elif c in "<>":
            lines.append(f"{pad}p {'+' if c == '>' else '-'}= {n}")
        elif c == ".":
            lines.append(pad + "out(t[p])")
        elif c == ",":
            lines.append(pad + "t[p] = next(feed, 0)")
        elif c == "[":
            lines.append(pad + "while t[p]:")
            lines.append(pad + " pass")
            depth += 1
        elif c == "]":
            depth -= 1
        i += n
    ns = {}
    exec("\n".join(lines), ns)
    return ns["run"], len(lines)


HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."
PROGRAMS = [("hello", HELLO, b""), ("echo", ",[.,]", b"copy me"), ("reverse", ">,[>,]<[.<]", b"stressed"), ("upper", ",[--------------------------------.,]", b"theseus"), ("add", ",>,<[->+<]>.", bytes([40, 25])), ("multiply", ",>,<[>[>+>+<<-]>>[<<+>>-]<<<-]>>.", bytes([7, 9])), ("empty", "", b""), ("comment", "this is ignored", b"")]
for name, code, data in PROGRAMS:
    out, steps, tape = interpret(code, data)
    run, size = compile_bf("".join(c for c in code if c in "+-<>.,[]"))
    collected = bytearray()
    run(iter(data), collected.append)
    print(name, out, steps, len(tape), size, bytes(collected) == out)
countdown = ",[.-]" + "+" * 65 + "[->+>+<<]>.>."
print(interpret(countdown, bytes([3])))
for bad in ["[", "]", "[[]", "+[]", "<", "[]]"]:
    try:
        print(interpret(bad, limit=1000))
    except BFError as e:
        print(repr(bad), "BFError", e)
