# Chained comparisons evaluate each operand once and stop early.
def v(x):
    print("v", x, end=" ")
    return x


print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(1))
print(v(1) < v(2) > v(0) != v(5) == v(5))
print(v(1) == v(1) is not v(None))
print(1 < 2 < 3 < 4 < 5, 1 < 2 < 3 < 3 < 5)
print((1 < 2) < 3, 1 < (2 < 3), 5 > (4 > 3))
print(1 in [1] == True, (1 in [1]) == True)
print("a" in "abc" in ["abc"])
print(not 1 < 2 < 0)


class Odd:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        print(self.name, "<", other.name, end="; ")
        return [] if self.name == "falsy" else ["t", self.name]


a, b, c = Odd("a"), Odd("b"), Odd("falsy")
print(a < b)
print(a < b < c)
print(c < a < b)
for code in ["1 < 'a'", "1 < 2 < 'x'", "2 < 1 < 'x'", "[] < ()", "None < None", "1j < 2j",
             "1 in 1", "'a' in 1", "1 in 'abc'", "1 not in None", "object() >= object()"]:
    try:
        print(code, "->", eval(code))
    except TypeError as e:
        print(code, "!!", e)
x = 5
print(0 < x <= 5, 0 < x < 5, 10 > x > 1, x == 5 == 5.0 == (5 + 0j))
