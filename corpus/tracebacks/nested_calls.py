# [exits] Uncaught exception through nested calls, with carets.
def inner(data, key):
    return data["outer"][key] + 1


def middle(data):
    total = inner(data, "present") + inner(data, "absent")
    return total


def outer():
    return [middle({"outer": {"present": 1}}) for _ in range(3)]


print("before")
outer()
print("never")
