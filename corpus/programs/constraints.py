# [slow] Incremental one-way constraints kept by strength, after the DeltaBlue idea.
class Strength:
    names = ["required", "strong", "medium", "weak", "weakest"]

    def __init__(self, level):
        self.level = level

    def __repr__(self):
        return self.names[self.level]

    def stronger(self, other):
        return self.level < other.level


REQUIRED, STRONG, MEDIUM, WEAK, WEAKEST = map(Strength, range(5))


class Variable:
    def __init__(self, name, value=0):
        self.name, self.value, self.source, self.strength, self.stay, self.mark = name, value, None, WEAKEST, True, 0
        self.constraints = []

    def __repr__(self):
        return f"{self.name}={self.value}"


class Constraint:
    def __init__(self, strength, *variables):
        self.strength, self.variables, self.output = strength, variables, None

    def methods(self):
        return self.variables

    def inputs(self):
        return [v for v in self.variables if v is not self.output]

    def choose(self, mark):
        best = None
        for v in self.methods():
            if v.mark != mark and self.strength.stronger(v.strength):
                if best is None or best.strength.stronger(v.strength) is False and v.strength.level > best.strength.level:
                    best = v
        self.output = best
        return best is not None

    def recalculate(self):
        weakest = self.strength
        for v in self.methods():
            if v is not self.output and weakest.level < v.strength.level:
                weakest = v.strength
        self.output.strength = weakest
        self.execute()

    def execute(self):
        pass


class Stay(Constraint):
    pass


class Edit(Constraint):
    def __init__(self, strength, v):
        super().__init__(strength, v)
        self.new = v.value

    def execute(self):
        self.output.value = self.new


class Equal(Constraint):
    def execute(self):
        self.output.value = self.inputs()[0].value


class Scale(Constraint):
    """b = a * k + c, in both directions."""

    def __init__(self, strength, a, k, c, b):
        super().__init__(strength, a, k, c, b)
        self.a, self.k, self.c, self.b = a, k, c, b

    def methods(self):
        return (self.b, self.a)

    def execute(self):
        if self.output is self.b:
            self.b.value = self.a.value * self.k.value + self.c.value
        else:
            self.a.value = (self.b.value - self.c.value) // self.k.value


class Planner:
    mark = 0

    def add(self, c):
        for v in c.variables:
            v.constraints.append(c)
        Planner.mark += 1
        while c is not None:
            c = self.satisfy(c, Planner.mark)

    def satisfy(self, c, mark):
        if not c.choose(mark):
            if c.strength is REQUIRED:
                raise ValueError("required constraint cannot be met")
            return None
        for v in c.inputs():
            v.mark = mark
        out = c.output
        loser = out.source
        if loser is not None:
            loser.output = None
        out.source = c
        self.propagate(out, mark)
        out.mark = mark
        return loser

    def propagate(self, v, mark, seen=()):
        v.source.recalculate()
        for c in v.constraints:
            if c is not v.source and c.output is not None and c.output is not v:
                if c.output in seen:
                    raise ValueError("cycle of constraints")
                self.propagate(c.output, mark, (*seen, v))

    def remove(self, c):
        out = c.output
        for v in c.variables:
            v.constraints.remove(c)
        c.output = None
        if out is None:
            return
        out.source, out.strength = None, WEAKEST
        for other in sorted(out.constraints, key=lambda o: o.strength.level):
            if other.output is None:
                Planner.mark += 1
                again = other
                while again is not None:
                    again = self.satisfy(again, Planner.mark)

    def change(self, v, value):
        edit = Edit(STRONG, v)
        edit.new = value
        self.add(edit)
        self.remove(edit)


def chain(n):
    planner = Planner()
    vs = [Variable(f"v{i}") for i in range(n + 1)]
    for a, b in zip(vs, vs[1:]):
        planner.add(Equal(REQUIRED, a, b))
    planner.add(Stay(MEDIUM, vs[-1]))
    results = []
    for value in (5, 17, 99):
        planner.change(vs[0], value)
        results.append((vs[0].value, vs[n // 2].value, vs[-1].value))
    return results


def projection(n):
    planner = Planner()
    scale, offset = Variable("scale", 10), Variable("offset", 1000)
    pairs = []
    for i in range(n):
        a, b = Variable(f"src{i}", i), Variable(f"dst{i}", i)
        planner.add(Stay(WEAK, a))
        planner.add(Scale(REQUIRED, a, scale, offset, b))
        pairs.append((a, b))
    out = [[b.value for _, b in pairs]]
    planner.change(pairs[2][0], 17)
    out.append([b.value for _, b in pairs])
    planner.change(pairs[3][1], 1050)
    out.append([a.value for a, _ in pairs])
    return out


print(chain(5), chain(40))
for row in projection(6):
    print(row)
p = Planner()
a, b = Variable("a", 1), Variable("b", 2)
p.add(Stay(REQUIRED, a))
p.add(Equal(REQUIRED, a, b))
print(a, b, a.strength, b.strength)
try:
    p.add(Equal(REQUIRED, b, Variable("c", 7)))
    p.add(Edit(REQUIRED, b))
except ValueError as e:
    print("ValueError", e)
print(a, b, REQUIRED.stronger(WEAK), WEAK.stronger(STRONG), [str(s) for s in (REQUIRED, STRONG, MEDIUM, WEAK, WEAKEST)])
