# A recursive-descent calculator: tokens, precedence, variables, functions, errors.
class CalcError(Exception):
    def __init__(self, message, at):
        super().__init__(f"{message} at {at}")
        self.at = at


class Token:
    __slots__ = ("kind", "text", "at")

    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at

    def __repr__(self):
        return f"{self.kind}:{self.text}"


def tokenize(source):
    at = 0
    while at < len(source):
        c = source[at]
        if c.isspace():
            at += 1
        elif c.isdigit() or c == ".":
            start = at
            while at < len(source) and (source[at].isdigit() or source[at] == "."):
                at += 1
            if source[start:at].count(".") > 1:
                raise CalcError(f"bad number {source[start:at]!r}", start)
            yield Token("num", source[start:at], start)
        elif c.isidentifier():
            start = at
            while at < len(source) and (source[at].isidentifier() or source[at].isdigit()):
                at += 1
            yield Token("name", source[start:at], start)
        elif source[at:at + 2] in ("**", "//", "<=", ">=", "==", "!="):
            yield Token("op", source[at:at + 2], at)
            at += 2
        elif c in "+-*/%()<>=,":
            yield Token("op", c, at)
            at += 1
        else:
            raise CalcError(f"unexpected {c!r}", at)
    yield Token("end", "", at)


class Parser:
    levels = [("==", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/", "//", "%")]
    actions = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
               "//": lambda a, b: a // b, "%": lambda a, b: a % b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
               "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b}
    functions = {"max": max, "min": min, "abs": abs, "sum": lambda *a: sum(a), "round": round}

    def __init__(self, variables):
        self.variables = variables

    def run(self, source):
        self.tokens = tokenize(source)
        self.current = next(self.tokens)
        value = self.assignment()
        if self.current.kind != "end":
            raise CalcError(f"unexpected {self.current.text!r}", self.current.at)
        return value

    def take(self, *texts):
        token = self.current
        if token.kind == "op" and token.text in texts:
            self.current = next(self.tokens)
            return token
        return None

    def need(self, text):
        if not self.take(text):
            found = self.current.text or "end"
            raise CalcError(f"expected {text!r}, found {found!r}", self.current.at)

    def assignment(self):
        value = self.binary(0)
        if self.current.text == "=" and isinstance(value, Name):
            self.take("=")
            result = self.assignment()
            self.variables[value.name] = result
            return result
        return self.value(value)

    def value(self, v):
        if isinstance(v, Name):
            if v.name not in self.variables:
                raise CalcError(f"unknown name {v.name!r}", v.at)
            return self.variables[v.name]
        return v

    def binary(self, level):
        if level == len(self.levels):
            return self.unary()
        left = self.binary(level + 1)
        while token := self.take(*self.levels[level]):
            right = self.value(self.binary(level + 1))
            try:
                left = self.actions[token.text](self.value(left), right)
            except ZeroDivisionError as e:
                raise CalcError(str(e), token.at) from e
        return left

    def unary(self):
        if self.take("-"):
            return -self.value(self.unary())
        if self.take("+"):
            return +self.value(self.unary())
        return self.power()

    def power(self):
        base = self.atom()
        if self.take("**"):
            return self.value(base) ** self.value(self.unary())
        return base

    def atom(self):
        token = self.current
        if token.kind == "num":
            self.current = next(self.tokens)
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "name":
            self.current = next(self.tokens)
            return self.call(token) if self.take("(") else Name(token.text, token.at)
        if self.take("("):
            value = self.assignment()
            self.need(")")
            return value
        raise CalcError(f"unexpected {token.text or 'end'!r}", token.at)

    def call(self, token):
        args = []
        while not self.take(")"):
            args.append(self.assignment())
            if not self.take(","):
                self.need(")")
                break
        if token.text not in self.functions:
            raise CalcError(f"unknown function {token.text!r}", token.at)
        return self.functions[token.text](*args)


class Name:
    def __init__(self, name, at):
        self.name, self.at = name, at


variables = {"pi": 3.14159}
parser = Parser(variables)
print(list(tokenize("a1 = 2**10//x")))
for line in ["1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "7 // 2 - 7 % 4 / 2", "x = 5", "y = x = x + 1", "x * y", "max(1, x, 3) + min(4, 2)", "abs(-3) * -(-4)", "sum()", "1 < 2", "3 == 3.0", "2 * pi", "round(pi, 2)", "1 / 0", "1 +", "(1", "1 2", "$", "1.2.3", "nope", "nope(1)", ")", "", "5 = 6", "min(3, 1,)", "10 - 3 - 2", "2 ** -1", "((((7))))", "z = (w = 3) * 2"]:
    try:
        print(f"{line:28} = {parser.run(line)}")
    except CalcError as e:
        print(f"{line:28} ! {e}", type(e.__cause__).__name__)
print(dict(sorted(variables.items())))
