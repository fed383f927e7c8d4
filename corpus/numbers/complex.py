# The complex type: literals, arithmetic, repr and errors.
z = 3 + 4j
print(z, z.real, z.imag, abs(z), z.conjugate(), -z, +z, z + 1, 1 - z, z * z, z / (1 - 1j), z ** 2, z ** 0, z ** -1, z == 3 + 4j)
print(1j, -1j, 0j, -0j, 1 + 0j, complex(0, -0.0), complex(-0.0, 1), complex(1e20, 1e-7), complex("nan"), complex("inf"), 1e500j)
for text in ["1", "1+2j", " 1-2j ", "(1+2j)", "j", "-j", "1e3j", "+1.5e-3-.5J", "infj", "nan+infj", "1 + 2j", "", "1+", "1+2", "abc", "((1))", "1j+2"]:
    try:
        print(repr(text), complex(text))
    except ValueError as e:
        print(repr(text), "!", e)
print(complex(), complex(1), complex(1, 2), complex(1.5, -2), complex(1j, 1j), complex(True), complex(real=3, imag=1), complex(imag=2))
for action in [lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex(None), lambda: complex([], 1), lambda: z < z, lambda: int(z), lambda: float(z),
               lambda: z // 1, lambda: z % 1, lambda: divmod(z, 1), lambda: z / 0, lambda: 0j ** -1, lambda: pow(z, 2, 3), lambda: round(z), lambda: hash([z]),
               lambda: max(z, z), lambda: z.real.x, lambda: setattr(z, "real", 1), lambda: 0j ** 1j, lambda: 0 ** 1j, lambda: (1e200 + 0j) ** 2]:
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
print(hash(1j), hash(1 + 0j) == hash(1), {1 + 0j: "x"}[1], 1j == 1, 2 + 0j == 2.0, 1j != 2j, bool(0j), bool(1j), z == "a")
print(f"{z}", f"{z:.2f}", f"{z:+.1e}", "{:>12}".format(z), str(z), repr(z), format(1 + 1j, ""), f"{1.5j:g}")
for spec in ["=10", "010", "x", "s"]:
    try:
        print(format(z, spec))
    except ValueError as e:
        print(spec, e)


class C:
    def __complex__(self):
        return 5 + 6j


print(complex(C()), complex(C(), 1), sum([1j, 2j, 3]), sum([1j, 2j], 0.5), [1j] == [0 + 1j], 1j ** 2, 1j ** 3, (1 + 1j) ** 10)
