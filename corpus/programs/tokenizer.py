# A tokenizer with indentation for a small language, and a pretty printer.
KEYWORDS = {"if", "else", "while", "def", "return"}
OPERATORS = sorted(["+", "-", "*", "/", "=", "==", "!=", "<", ">", "<=", ">=", "(", ")", ":", ",", "+=", "**", "->", "."], key=lambda o: -len(o))


class LexError(Exception):
    def __init__(self, message, line, column):
        super().__init__(message)
        self.line, self.column = line, column

    def __str__(self):
        return f"{self.line}:{self.column}: {self.args[0]}"


class Token(tuple):
    def __new__(cls, kind, text, line, column):
        return super().__new__(cls, (kind, text, line, column))

    kind = property(lambda s: s[0])
    text = property(lambda s: s[1])

    def __repr__(self):
        return f"{self.kind}({self.text})@{self[2]}:{self[3]}"


def lex(source):
    indents, depth = [0], 0
    number = 0
    for number, line in enumerate(source.split("\n"), 1):
        stripped = line.lstrip(" ")
        if not stripped or stripped.startswith("#"):
            continue
        indent = len(line) - len(stripped)
        if not depth:
            if indent > indents[-1]:
                indents.append(indent)
                yield Token("INDENT", str(indent), number, 1)
            while indent < indents[-1]:
                indents.pop()
                yield Token("DEDENT", "", number, 1)
            if indent != indents[-1]:
                raise LexError("unindent does not match", number, indent + 1)
        at = indent
        while at < len(line):
            c = line[at]
            if c == " ":
                at += 1
                continue
            if c == "#":
                break
            start = at
            if c.isidentifier():
                while at < len(line) and (line[at].isidentifier() or line[at].isdecimal()):
                    at += 1
                word = line[start:at]
                yield Token("KEY" if word in KEYWORDS else "NAME", word, number, start + 1)
            elif c.isdecimal():
                while at < len(line) and (line[at].isalnum() or line[at] in "._"):
                    at += 1
                text = line[start:at]
                try:
                    float(text)
                except ValueError:
                    raise LexError(f"bad number {text!r}", number, start + 1) from None
                yield Token("NUM", text, number, start + 1)
            elif c in "'\"":
                end = line.find(c, at + 1)
                if end < 0:
                    raise LexError("unterminated string", number, start + 1)
                at = end + 1
                yield Token("STR", line[start:at], number, start + 1)
            else:
                for op in OPERATORS:
                    if line.startswith(op, at):
                        at += len(op)
                        depth += (op == "(") - (op == ")")
                        if depth < 0:
                            raise LexError("unmatched ')'", number, start + 1)
                        yield Token("OP", op, number, start + 1)
                        break
                else:
                    raise LexError(f"unexpected {c!r}", number, start + 1)
        if not depth:
            yield Token("NEWLINE", "", number, len(line) + 1)
    if depth:
        raise LexError("unclosed '('", number, 1)
    for _ in indents[1:]:
        yield Token("DEDENT", "", number + 1, 1)
    yield Token("END", "", number + 1, 1)


def pretty(tokens):
    level, line, out = 0, [], []
    for t in tokens:
        if t.kind == "INDENT":
            level += 1
        elif t.kind == "DEDENT":
            level -= 1
        elif t.kind == "NEWLINE":
            text = " ".join(line)
            for a, b in ((" ( ", "("), ("( ", "("), (" )", ")"), (" :", ":"), (" ,", ","), (" . ", ".")):
                text = text.replace(a, b)
            out.append("    " * level + text)
            line = []
        else:
            line.append(t.text)
    return "\n".join(out)


SOURCE = """# a comment
def fact ( n ) :
  if n<=1:
     return 1   # base
  else :
     return n*fact(n-1)

x=fact( 5 )+ 2.5e3 **2
while x!=0:
        x+=-1
        print( 'left: ', x ,
   "across lines" )
été.naïve = "ünï"
"""
tokens = list(lex(SOURCE))
for kind in dict.fromkeys(t.kind for t in tokens):
    print(kind, [t.text for t in tokens if t.kind == kind][:12])
print(*tokens[:16], sep=" ")
print(tokens[-1], len(tokens))
once = pretty(tokens)
print(once)
print(pretty(lex(once)) == once)
for bad in ["x = $", "'abc", "1abc", "if x:\n    a\n  b", "(1,\n2", "x )", "é = 1.2.3", "  x = 1\ny", ""]:
    try:
        print(repr(bad), [t.kind for t in lex(bad)])
    except LexError as e:
        print(repr(bad), "!", e, e.args)
