# A printer and a parser of JSON-like text, written by hand.
class ParseError(ValueError):
    pass


ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def dump(value, indent=None, level=0):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return block("[]", [dump(v, indent, level + 1) for v in value], indent, level)
    if isinstance(value, dict):
        colon = ": " if indent else ":"
        return block("{}", [quote(k) + colon + dump(v, indent, level + 1) for k, v in value.items()], indent, level)
    raise TypeError(f"cannot dump {type(value).__name__}")


def block(ends, parts, indent, level):
    if not parts:
        return ends
    if not indent:
        return ends[0] + ",".join(parts) + ends[1]
    inner = "\n" + " " * indent * (level + 1)
    return ends[0] + inner + ("," + inner).join(parts) + "\n" + " " * indent * level + ends[1]


def quote(s):
    if not isinstance(s, str):
        raise TypeError(f"keys must be str, not {type(s).__name__}")
    out = ['"']
    for c in s:
        if c in '"\\':
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif ord(c) < 32 or ord(c) > 126:
            out.append("\\u%04x" % ord(c) if ord(c) < 0x10000 else c)
        else:
            out.append(c)
    return "".join(out) + '"'


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, why):
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - self.text.rfind("\n", 0, self.at)
        raise ParseError(f"{why} at line {line} column {column}")

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def load(self):
        value = self.value()
        self.space()
        if self.at != len(self.text):
            self.fail("extra data")
        return value

    def value(self):
        self.space()
        if self.at >= len(self.text):
            self.fail("unexpected end")
        c = self.text[self.at]
        if c == "{":
            return dict(self.items(self.pair, "}"))
        if c == "[":
            return list(self.items(self.value, "]"))
        if c == '"':
            return self.string()
        if c == "-" or c.isdigit():
            return self.number()
        for word, value in (("null", None), ("true", True), ("false", False)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        self.fail(f"unexpected {c!r}")

    def items(self, read, close):
        self.at += 1
        self.space()
        if self.text[self.at:self.at + 1] == close:
            self.at += 1
            return
        while True:
            yield read()
            self.space()
            c = self.text[self.at:self.at + 1]
            self.at += 1
            if c == close:
                return
            if c != ",":
                self.at -= 1
                self.fail(f"expected ',' or {close!r}")

    def pair(self):
        self.space()
        if self.text[self.at:self.at + 1] != '"':
            self.fail("expected a key")
        key = self.string()
        self.space()
        if self.text[self.at:self.at + 1] != ":":
            self.fail("expected ':'")
        self.at += 1
        return key, self.value()

    def string(self):
        self.at += 1
        out = []
        while True:
            if self.at >= len(self.text):
                self.fail("unterminated string")
            c = self.text[self.at]
            self.at += 1
            if c == '"':
                return "".join(out)
            if c == "\\":
                e = self.text[self.at:self.at + 1]
                self.at += 1
                if e == "u":
                    try:
                        out.append(chr(int(self.text[self.at:self.at + 4], 16)))
                    except ValueError:
                        self.fail("bad escape")
                    self.at += 4
                elif e in ESCAPES and e:
                    out.append(ESCAPES[e])
                else:
                    self.fail("bad escape")
            else:
                out.append(c)

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "0123456789+-.eE":
            self.at += 1
        text = self.text[start:self.at]
        try:
            return int(text)
        except ValueError:
            try:
                return float(text)
            except ValueError:
                self.at = start
                self.fail(f"bad number {text!r}")


data = {"name": "Ünïcode \"quoted\"\n", "list": [1, -2.5, 1e100, True, None, [], {}], "nested": {"a": {"b": [[1], [2, {"c": ""}]]}}, "": "empty key"}
text = dump(data)
print(text)
print(dump(data, indent=2))
print(Reader(text).load() == data, Reader(dump(data, 4)).load() == data)
for source in ["1", " [1, 2 , 3 ] ", '"\\u00e9\\n\\\\"', "{}", "[]", "-0", "1e5", "[[[[]]]]", '{"a":1,"a":2}', "", "[1", "[1,]", "{a:1}", '{"a" 1}', '{"a":}', "nul", '"abc', '"\\x"', "1 2", "1-2", "[1 2]", "{\n \"a\": [1,\n 2,, 3]}", '"\\uZZZZ"', "tru"]:
    try:
        print(repr(source), "->", repr(Reader(source).load()))
    except ParseError as e:
        print(repr(source), "!", e)
for bad in [{1: 2}, {1, 2}, [object], {"a": b"x"}]:
    try:
        dump(bad)
    except TypeError as e:
        print(e)
deep = "[" * 200 + "]" * 200
print(dump(Reader(deep).load()) == deep)
