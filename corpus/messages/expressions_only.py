# Errors in text that is an expression alone, and in the fields of f-strings.
TEXTS = [
    "x = 3", "f'' = 3", "del f''", "del x", "1 = x", "f() = 1", "None = 1", "a.b := 1", "(a = 1)", "f(a.b=1)",
    "f'{3!'", "f'{3!s'", "f'{3!g'", "f'{3!ä}'", "f'{3!!}'", "f'{3!:}'", "f'{3! s}'", "f'{3!}'", "f'{3!3}'",
    "f'{\"s\"!{\"r\"}}'", "f'{1, lambda:x}'", "f'{lambda:x}'", "f'{a lambda:x}'", "f'{(lambda:1)}'",
    "f'{3:{{>10}'", "f'{1=}{;'", "f'{1=}{+;'", "f'{1=}{1;'", "f'{3'", "f'{'", "f'{a c'",
    "print {1:(foo.)}", "print foo", "exec {1:(foo.)}",
]
for text in TEXTS:
    for mode in ("eval", "exec"):
        try:
            compile(text, "<text>", mode)
            print(mode, text, "compiles")
        except SyntaxError as e:
            print(mode, text, "->", e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset))
