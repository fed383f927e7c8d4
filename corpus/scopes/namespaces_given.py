"""What `exec` leaves in a namespace it was given, and what it asks of code with free variables."""

namespace = {}
exec("x = 1", namespace)
print(sorted(namespace), type(namespace["__builtins__"]).__name__)
print(namespace["__builtins__"]["len"] is len, type(__builtins__).__name__)

# Code that runs with builtins of its own hands them on.
inner = {}
exec("exec('y = len', inner)", {"inner": inner, "__builtins__": {"exec": exec, "len": "mine"}})
print(inner["y"], sorted(inner["__builtins__"]))


def outer():
    value = 5

    def nested():
        return value

    return nested


for arguments in {}, {"closure": None}, {"closure": ()}, {"closure": outer().__closure__}:
    try:
        print(exec(outer().__code__, **arguments))
    except TypeError as e:
        print(e)

# A module has `__annotations__` as soon as anything is annotated.
for source in "(a): int = 5", "a.b: int", "a: int = 1":
    space = {"a": outer}
    exec(source, space)
    print(source, space.get("__annotations__"))
