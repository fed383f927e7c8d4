# [exits] Carets of expressions which span several lines.
def compute(a, b):
    return (
        a
        + b
        + len(
            5
        )
    )


value = compute(1,
                2)
