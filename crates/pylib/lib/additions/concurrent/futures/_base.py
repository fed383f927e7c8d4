

# What 3.12 has and the file above lacks.

def _taken(future, timeout=None):
    """The result of a future that map() hands out; one that is not there in time need not run."""
    try:
        return future.result(timeout)
    finally:
        future.cancel()
        # Its exception may hold this frame.
        del future
