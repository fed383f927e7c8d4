"""[slow] A stack machine run by a Python loop: if/elif dispatch, list push and pop, tuples."""
import sys

PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, JUMP, JUMP_IF_NOT, HALT = range(11)


def program(n):
    return [
        (PUSH, 0), (STORE, 0),
        (PUSH, 1), (STORE, 1),
        (LOAD, 0), (PUSH, n), (LESS, 0), (JUMP_IF_NOT, 23),
        (LOAD, 1), (PUSH, 31), (MUL, 0), (LOAD, 0), (ADD, 0), (PUSH, 100003), (MOD, 0), (STORE, 1),
        (LOAD, 1), (PUSH, 1), (SUB, 0), (STORE, 2),
        (LOAD, 0), (PUSH, 1), (JUMP, 25),
        (LOAD, 1), (HALT, 0),
        (ADD, 0), (STORE, 0), (JUMP, 4),
    ]


def execute(code):
    stack = []
    slots = [0] * 8
    pc = 0
    executed = 0
    while True:
        op, arg = code[pc]
        pc += 1
        executed += 1
        if op == PUSH:
            stack.append(arg)
        elif op == LOAD:
            stack.append(slots[arg])
        elif op == STORE:
            slots[arg] = stack.pop()
        elif op == ADD:
            b = stack.pop()
            stack[-1] += b
        elif op == SUB:
            b = stack.pop()
            stack[-1] -= b
        elif op == MUL:
            b = stack.pop()
            stack[-1] *= b
        elif op == MOD:
            b = stack.pop()
            stack[-1] %= b
        elif op == LESS:
            b = stack.pop()
            stack[-1] = stack[-1] < b
        elif op == JUMP:
            pc = arg
        elif op == JUMP_IF_NOT:
            if not stack.pop():
                pc = arg
        else:
            return stack.pop() * 1000 + executed % 1000


n = int(sys.argv[1]) if len(sys.argv) > 1 else 16000
print("checksum", execute(program(n)))
