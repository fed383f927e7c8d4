# Precedence and associativity of all the operators.
print(2 ** 3 ** 2, (2 ** 3) ** 2, -2 ** 2, (-2) ** 2, 2 ** -1)
print(1 + 2 * 3 - 4 / 2, 7 // 2 * 2, 7 % 4 * 2, -7 // 2, -7 % 2)
print(1 | 2 ^ 3 & 4, (1 | 2) ^ 3, 1 << 2 + 1, 1 << 2 | 1)
print(~1 + 1, ~(1 + 1), -~5, ~-5, +-+5, not not 1)
print(1 < 2 == True, not 1 == 2, 1 if 0 else 2 if 0 else 3)
print((lambda: 1, 2)[1], (lambda x=1: x)())
print(5 - 3 - 1, 100 / 10 / 2, 2 * 3 % 4, 8 >> 1 >> 1)
print("a" "b" 'c' """d""", ("x" * 3) + "y", "%s" % "a" * 2)
print(not True or True, not (True or True), True or False and False)
print([1, 2][0], {1: 2}[1], (1, 2)[-1], "abc"[1:][0])
print(1 .real, 1.0.real, 1..imag, 1j.imag, 0xFF, 0o17, 0b101, 1_000_000, 1e3, 1E-2, .5, 5.)
one, none, L, T, S = 1, None, [1], (1,), "a"
for code in ["1 + 'a'", "'a' + 1", "[] + ()", "() + []", "1 - 'a'", "'a' * 'b'", "'a' * 1.5", "[] * None",
             "1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "1.0 % 0", "0 ** -1", "0.0 ** -1", "1 << -1",
             "1 >> -1", "1.5 << 1", "1 & 1.0", "~1.5", "-'a'", "+[]", "~None", "1 @ 2", "[] @ []",
             "{} | []", "{} + {}", "set() + set()", "None + 1", "1j // 1", "1j % 1", "divmod(1j, 1)", "one[0]",
             "none[0]", "one()", "none()", "S()", "one(2)", "1 .x", "None.x", "'a'.x", "[].x", "print.x", "int.x",
             "undefined_name", "b'a' + 'a'", "'a' + b'a'", "L[1.0]", "L['a']", "T['a']", "S['a']",
             "{}[[]]", "{}[0]", "{}['k']", "[][0]", "()[0]", "''[0]", "b''[0]", "range(0)[0]", "int[0]",
             "len[0]", "'a' ** 2", "2 ** 'a'", "pow(2, 'a')", "'%d' % 'a'", "'%d %d' % 1", "'%d' % (1, 2)"]:
    try:
        print(code, "=", eval(code))
    except Exception as e:
        print(code, "!", type(e).__name__, e)
