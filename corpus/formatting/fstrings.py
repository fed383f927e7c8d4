# f-strings: conversions, specs, nesting, `=`, quotes and errors.
x, name, pi, items, d = 42, "bob", 3.14159, [1, 2], {"k": "v", 1: "one"}
print(f"{x} {name!r} {pi:.2f} {items} {d['k']} {d[1]} {x + 1} {items[0]} {name.upper()} {len(items)} {x if x > 5 else 0}")
print(f"{x:5}|{x:<5}|{x:^5}|{x:>5}|{x:05}|{x:+}|{x:x}|{x:#x}|{x:b}|{x:,}|{x:e}|{x:.1f}|{x:%}|{x:c}")
print(f"{name:10}|{name:>10}|{name:*^10}|{name:.2}|{name!r:>8}|{name!s:<6}|{'é'!a}")
print(f"{x=} {x = } {x=:5} {x=!s} {name=} {name=!s} {x+1=} {items[0] = :>3} {pi=:.1f}")
w, p, fill = 10, 3, "*"
print(f"{pi:{w}.{p}f}|{name:{fill}^{w}}|{x:{'0'}{w}}|{pi:{w}}|{x:{w // 2}}|{name:{fill}>{w}.{p - 1}}")
print(f"{{}} {{{x}}} {{x}} {x}}}" "plain {x}" f"{x}", f"", f"{''}", rf"\n{x}\d", fr"{x}\{x}", F"{x}", f'{name + "!"}', f"{'a' 'b'}", f"""{
    x
    + 1} multi
line""")
print(f"{(lambda q: q * 2)(x)}", f"{[i for i in range(3)]}", f"{ {1: 2} }", f"{ {1, } }", f"{(x, name)}", f"{x, name}", f"{x!r:^10}", f"{not x}", f"{x == 42}", f"{x != 42}", f"{x >= 1}", f"{(y := 5)} {y}", f"{x:+}", f"{None}", f"{...}", f"{d}", f"{'nested %s' % 'x'}", f"{'{}'.format(1)}", f"{f'{x}'}", f"{f'{name!r}':>8}")


class F:
    def __format__(self, spec):
        return f"<{spec!r}>"

    def __repr__(self):
        return "repr F"


o = F()
print(f"{o} {o:} {o:abc} {o:{x}} {o!r} {o!r:>10} {o=} {o=:z} {o:a{x}b{name}c}", "", f"{o: }", f"{o:%H:%M}", f"{o:\n}")


def side(v):
    print("side", v, end="; ")
    return v


print(f"{side(1)} {side(2):{side(3)}} {side('x')!r}")
for code in ["f'{}'", "f'{ }'", "f'{'", "f'}'", "f'{x'", "f'{x!}'", "f'{x!z}'", "f'{x!rr}'", "f'{x y}'", "f'{x:{y}'", "f'{lambda: 1}'", "f'{*a}'", "f'{yield}'", "f'{x = y}'", "f'{!r}'", "f'{:5}'", "f'{a.}'", "f'{a[}'", "f'{#}'", "f'{x:}}'", "f'{{x}'", "f'{1:{2:{3:{4}}}}'", "f'{def}'", "f'{a b c}'", "f'{,}'", "f'{a,}'", "f'{=}'", "f'{x==}'", "f'{x!r }'", "f'{x! r}'", "f'{(x}'", "f'{x)}'", "f'{\"a\"}'", "f'abc"]:
    try:
        compile(code, "<f>", "eval")
        print(code, "| fine")
    except SyntaxError as e:
        print(code, "|", e.msg)
for fn in [lambda: f"{undefined}", lambda: f"{x:zz}", lambda: f"{name:d}", lambda: f"{items:5}", lambda: f"{None:>3}", lambda: f"{1 / 0}", lambda: f"{x:{name}}", lambda: f"{d['q']}", lambda: f"{x.nope}", lambda: f"{object():5}"]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print(f"{'名'}é{'😀':>3}|{'ü':^5}|{name:é>6}", f"{x}" f"{x}" 'x' f"", ("a" f"{1}" "b"), f"{1}{2}{3}", f"{True}{1.0}{1j}{b'x'}", len(f"{'a' * 1000}"))
