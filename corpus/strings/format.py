# str.format: fields, attributes, indexes, conversions and errors.
class P:
    def __init__(self):
        self.x = 1
        self.list = [10, 20]
        self.d = {"k": "v", 3: "three"}

    def __format__(self, spec):
        return "<P:" + spec + ">"


p = P()
print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a}{b}{a}".format(a=1, b=2), "{0}{k}".format(5, k=6), "{{}}{}{{".format(1))
print("{0.x} {0.list[1]} {0.d[k]} {0.d[3]}".format(p), "{p.list}".format(p=p), "{0[0]}{0[1]}".format("ab"), "{[a]}".format({"a": 7}), "{.x:>3}|".format(p))
print("{:5}|{:<5}|{:>5}|{:^5}|{:*^7}|{:05}|{:+}".format("a", "b", "c", "d", "e", 6, 7), "{!r:>6}|{!s}|{!a}".format("a", "b", "é"))
print("{:{}}|{:{w}.{p}f}|{:>{w}}|{0:{1}}".format(1, 5, 2.5, 9, w=8, p=2) if False else "{:{}}|{:{w}.{p}f}|".format(1, 5, 2.5, w=8, p=2), "{0:{1}}|{0:{2}}".format(1, 4, "<6"))
print("{} {:spec} {!r:>3}".format(p, p, 1), "{:{{}}".format(5) if False else "ok", "{0:}".format(3), "{:}".format("s"))
print("{a[0][b]}".format(a=[{"b": "deep"}]), "{0.__class__.__name__}".format(1), "{:,}".format(1234567), "{:_}".format(1234567), "{:%}".format(0.25))
print("{x}".format_map({"x": 1}), "{x[y]}".format_map({"x": {"y": 2}}))


class Default(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{a} {b!r:>5}".format_map(Default(a=1)))
bad = [("{", ()), ("}", ()), ("{}", ()), ("{1}", (0,)), ("{a}", ()), ("{} {0}", (1,)), ("{0} {}", (1,)), ("{!x}", (1,)), ("{!}", (1,)), ("{!rs}", (1,)), ("{0.x}", (1,)), ("{0[a]}", ([1],)), ("{0[5]}", ([1],)), ("{0[}", ([1],)), ("{0.}", (1,)), ("{0[]}", ([1],)), ("{:z}", (1,)),
       ("{:d}", ("a",)), ("{:s}", (1,)), ("{:.2}", (1,)), ("{:d}", (1.5,)), ("{:x}", (1.5,)), ("{:,s}", ("a",)), ("{:=5}", ("a",)), ("{:c}", (-1,)), ("{:5", (1,)), ("{:{}}", (1,)), ("{:{:{}}}", (1, 2, 3)), ("{0]}", (1,)), ("{0[a}", ({},)), ("{-1}", (1,)), ("{ 0}", (1,)), ("{:q}", (None,)),
       ("{:5}", ([],)), ("{:>5}", (None,)), ("{99999999999999999999}", (1,)), ("{:99999999999999999999}", (1,)), ("{:+}", ("s",)), ("{: }", ("s",)), ("{:#}", ("s",)), ("{:,,}", (1,)), ("{:,_}", (1,)), ("{:.}", (1.0,)), ("{:+c}", (65,)), ("{:.1c}", (65,)), ("{:,c}", (65,)), ("{:,x}", (65,)), ("{:,}", ("1",))]
for fmt, args in bad:
    try:
        print(repr(fmt), fmt.format(*args))
    except Exception as e:
        print(repr(fmt), "!", type(e).__name__, e)
