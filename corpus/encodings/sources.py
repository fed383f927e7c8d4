"""Sources in other encodings than UTF-8."""


def run(source):
    space = {}
    try:
        exec(source, space)
    except SyntaxError as e:
        print(type(e).__name__, e.msg)
    else:
        print(ascii(space["x"]))


run(b"x = 'caf\xc3\xa9'")
run(b"# coding: latin-1\nx = 'caf\xe9'")
run(b"# -*- coding: iso-8859-15 -*-\nx = '\xa4'")
run(b"#!/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'")
run(b"# coding: koi8-r\nx = '\xc1\xc2'")
run(b"# coding: ascii\nx = '\xc1'")
run(b"# coding: nonexistent\nx = 1")
run(b"\xef\xbb\xbfx = '\xc3\xa9'")
run(b"\xef\xbb\xbf# coding: latin-1\nx = 1")
run(b"\n\n# coding: latin-1\nx = '\xc3\xa9'")
run(b"x = '\xff'")
run("# coding: latin-1\nx = '\u20ac'")
import ast
print(ascii(ast.parse(b"# coding: cp1252\n'\x80'").body[0].value.value))
print(compile(b"# coding: cp437\n'\x80'", "", "eval").co_consts)
