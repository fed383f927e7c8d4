"""[slow] Tokenise, parse and evaluate arithmetic: classes, recursion, strings, dicts, isinstance."""
import sys


class Num:
    def __init__(self, value):
        self.value = value

    def eval(self, env):
        return self.value


class Var:
    def __init__(self, name):
        self.name = name

    def eval(self, env):
        return env[self.name]


class Bin:
    def __init__(self, op, left, right):
        self.op = op
        self.left = left
        self.right = right

    def eval(self, env):
        a = self.left.eval(env)
        b = self.right.eval(env)
        if self.op == "+":
            return a + b
        if self.op == "-":
            return a - b
        if self.op == "*":
            return a * b % 1000003
        return a // b if b else 0


class Parser:
    def __init__(self, text):
        self.tokens = self.lex(text)
        self.pos = 0

    def lex(self, text):
        tokens = []
        i = 0
        while i < len(text):
            ch = text[i]
            if ch.isspace():
                i += 1
            elif ch.isdigit():
                j = i
                while j < len(text) and text[j].isdigit():
                    j += 1
                tokens.append(("num", int(text[i:j])))
                i = j
            elif ch.isalpha():
                j = i
                while j < len(text) and text[j].isalnum():
                    j += 1
                tokens.append(("name", text[i:j]))
                i = j
            else:
                tokens.append(("op", ch))
                i += 1
        tokens.append(("end", None))
        return tokens

    def peek(self):
        return self.tokens[self.pos]

    def next(self):
        token = self.tokens[self.pos]
        self.pos += 1
        return token

    def expr(self):
        node = self.term()
        while self.peek()[1] in ("+", "-"):
            op = self.next()[1]
            node = Bin(op, node, self.term())
        return node

    def term(self):
        node = self.atom()
        while self.peek()[1] in ("*", "/"):
            op = self.next()[1]
            node = Bin(op, node, self.atom())
        return node

    def atom(self):
        kind, value = self.next()
        if kind == "num":
            return Num(value)
        if kind == "name":
            return Var(value)
        node = self.expr()
        self.next()
        return node


def main(n):
    text = "(alpha + 3) * (beta - 12 / gamma) + 7 * (alpha * alpha - (beta + 44) * 2) - x1 / (3 + y2)"
    env = {"alpha": 5, "beta": 77, "gamma": 3, "x1": 900, "y2": 4}
    check = 0
    for i in range(n):
        tree = Parser(text).expr()
        for _ in range(5):
            env["alpha"] = i % 100
            check = (check * 3 + tree.eval(env)) % 1000003
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
print("checksum", main(n))
