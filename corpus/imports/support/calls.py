def outer():
    import fails
def lazily():
    outer()
