# [slow] A small Lisp: reader, evaluator with tail calls, macros, closures, errors.
class LispError(Exception):
    pass


class Symbol(str):
    __slots__ = ()

    def __repr__(self):
        return str(self)


def read_all(text):
    tokens = iter(text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split())

    def read(token):
        if token == "(":
            out = []
            for t in tokens:
                if t == ")":
                    return out
                out.append(read(t))
            raise LispError("missing )")
        if token == ")":
            raise LispError("unexpected )")
        if token == "'":
            return [Symbol("quote"), read(next(tokens))]
        if token in ("#t", "#f"):
            return token == "#t"
        for kind in (int, float):
            try:
                return kind(token)
            except ValueError:
                pass
        return Symbol(token)
    for t in tokens:
        yield read(t)


def show(x):
    if isinstance(x, list):
        return "(" + " ".join(map(show, x)) + ")"
    return {True: "#t", False: "#f"}[x] if isinstance(x, bool) else str(x)


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise LispError(f"unbound: {name}")


class Lambda:
    def __init__(self, params, body, env):
        if "." in params:
            dot = params.index(".")
            params, self.rest = params[:dot], params[dot + 1]
        else:
            self.rest = None
        self.params, self.body, self.env = params, body, env

    def bind(self, args):
        n = len(self.params)
        if len(args) < n or len(args) > n and self.rest is None:
            raise LispError(f"expected {n} arguments, got {len(args)}")
        env = Env(self.params, args, self.env)
        if self.rest is not None:
            env[self.rest] = list(args[n:])
        return env

    def __str__(self):
        return f"<lambda {show(self.params)}>"


MACROS = {}


def evaluate(x, env):
    while True:
        if isinstance(x, Symbol):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        if not x:
            raise LispError("empty application")
        head, *rest = x
        if head == "quote":
            return rest[0]
        if head == "if":
            test, then, *other = rest
            x = then if evaluate(test, env) is not False else other[0] if other else []
            if x == []:
                return []
        elif head == "define":
            name, *body = rest
            if isinstance(name, list):
                env[name[0]] = Lambda(name[1:], body, env)
            else:
                env[name] = evaluate(body[0], env)
            return None
        elif head == "set!":
            env.find(rest[0])[rest[0]] = evaluate(rest[1], env)
            return None
        elif head == "lambda":
            return Lambda(rest[0], rest[1:], env)
        elif head == "macro":
            MACROS[rest[0][0]] = Lambda(rest[0][1:], rest[1:], env)
            return None
        elif head == "begin":
            for e in rest[:-1]:
                evaluate(e, env)
            x = rest[-1]
        elif head == "let":
            env = Env([n for n, _ in rest[0]], [evaluate(v, env) for _, v in rest[0]], env)
            x = [Symbol("begin"), *rest[1:]]
        elif isinstance(head, Symbol) and head in MACROS:
            macro = MACROS[head]
            x = evaluate([Symbol("begin"), *macro.body], macro.bind(rest))
        else:
            fn, *args = [evaluate(e, env) for e in x]
            if isinstance(fn, Lambda):
                env = fn.bind(args)
                for e in fn.body[:-1]:
                    evaluate(e, env)
                x = fn.body[-1]
            elif callable(fn):
                try:
                    return fn(*args)
                except (TypeError, IndexError, ZeroDivisionError) as e:
                    raise LispError(f"{show(head)}: {type(e).__name__}") from e
            else:
                raise LispError(f"not a function: {show(fn)}")


def fold(fn):
    def run(first, *rest):
        for r in rest:
            first = fn(first, r)
        return first
    return run


out = []
base = Env()
base.update({"+": fold(lambda a, b: a + b), "-": lambda a, *r: -a if not r else fold(lambda x, y: x - y)(a, *r), "*": fold(lambda a, b: a * b), "/": fold(lambda a, b: a / b), "quotient": lambda a, b: a // b, "modulo": lambda a, b: a % b, "<": lambda a, b: a < b, ">": lambda a, b: a > b, "=": lambda a, b: a == b,
             "car": lambda l: l[0], "cdr": lambda l: l[1:] if l else l[0], "cons": lambda a, l: [a, *l], "list": lambda *a: list(a), "null?": lambda l: l == [], "length": len, "append": lambda *l: sum(l, []), "display": lambda *a: out.append(" ".join(map(show, a))), "not": lambda a: a is False, "list?": lambda a: isinstance(a, list), "apply": lambda f, l: evaluate([f, *[[Symbol("quote"), v] for v in l]], base)})
PROGRAM = """
(define (map f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l)))))
(define (filter p l) (if (null? l) '() (if (p (car l)) (cons (car l) (filter p (cdr l))) (filter p (cdr l)))))
(define (fold f acc l) (if (null? l) acc (fold f (f acc (car l)) (cdr l))))
(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) '()))
(define (compose . fs) (fold (lambda (f g) (lambda (x) (f (g x)))) (lambda (x) x) fs))
(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(macro (unless test body) (list 'if test #f body))
(macro (while test . body) (list 'let '() (list 'define '(again) (list 'if test (append '(begin) body '((again))) #f)) '(again)))
(define (qsort l) (if (null? l) '() (let ((p (car l)) (r (cdr l))) (append (qsort (filter (lambda (x) (< x p)) r)) (list p) (qsort (filter (lambda (x) (not (< x p))) r))))))
"""
for form in read_all(PROGRAM):
    evaluate(form, base)
for line in ["(+ 1 2 3)", "(map (lambda (x) (* x x)) (range 0 8))", "(fact 30)", "(loop 20000 0)", "(define c (counter))", "(list (c) (c) (c))", "(qsort '(3 1 4 1 5 9 2 6 5 3 5))", "((compose fact (lambda (x) (+ x 1))) 4)", "(unless (< 2 1) 'shown)", "(let ((i 0)) (while (< i 3) (display 'i i) (set! i (+ i 1))))", "(fold + 0 (range 0 100))", "'(a (b . c) #t 1.5)", "((lambda (a . r) (list a r)) 1 2 3)", "(apply + '(1 2 3))", "map", "(if #f 1)", "(begin 1 2 3)", "(- 5)", "(/ 1 2)", "(undefined 1)", "(1 2)", "(fact)", "(car '())", "(+ 1 'a)", "(/ 1 0)", "()", "(", ")", "(set! nope 1)", "(cdr 5)"]:
    try:
        print(line, "=>", *[show(evaluate(f, base)) for f in read_all(line)])
    except LispError as e:
        print(line, "!", e, "|", type(e.__cause__).__name__)
print(out)
