# Literals of numbers and strings, with escapes and errors in them.
print(0, 00, 0_0, 0x_ff, 0b1_0, 0o7_7, 1_0.0_1e1_0, 1_0j, 1e10j)
print("\a\b\f\n\r\t\v\\\'\"".encode(), "\x41\101\0\u00e9\U0001F600\N{BULLET}")
print(r"\n\x", b"\x00\xff\n", rb"\x", Rb'\'', u"u", """tri"ple""", '''it's''')
print("line \
continued", "tab\there", 'a' 'b'
      "c")
print(len("\N{LATIN SMALL LETTER E WITH ACUTE}"), "\0" == "\x00")
print({1, 2} == {2, 1}, {}, {1: 2, **{3: 4}}, [*"ab"], (*"ab",), {*"a"})
print((), (1,), (1, 2), [[]], [(), {}])
print(1 if True else 0, (1, ), [1, ], {1: 1, }, {1, })
print(0xDEADBEEF, 0B11, 0O17, 1E5, 1e-5, 1e400, -1e400, 1.7976931348623157e308, 5e-324)
print(123456789012345678901234567890, -0, 0.1 + 0.2, 1e16, 1e15, 123456789.123456789)
for code in ["0777", "1__0", "1_", "0x", "0b2", "0o8", "1e", "1_e1", "0xg", "1.2.3", "'abc", "'''abc", '"\\x1"', '"\\u12"',
             "'\\N{NO SUCH NAME}'", "'\\N'", "'\\U00110000'", "b'\\x1'", "b'é'", "1abc", "0b12", "1__0.0", "'a' b'b'",
             "(", ")", "(]", "[1, 2", "{1: 2", "f(", "a b", "1 2", "x = ", "if x", "if x:", "for", "return", "yield",
             "break", "continue", "?", "a!", "\\ x", "print 'a'", "exec 'a'", "x = = 2", "{1:}", "{1: 2, 3}", "{1, 2: 3}", "[*]", "f(**)", "*a", "a = *b", "(*a)"]:
    try:
        compile(code, "<lit>", "exec")
        print(repr(code), "fine")
    except SyntaxError as e:
        print(repr(code), "|", type(e).__name__, e.msg)
