# [exits] A failing statement with tabs, a comment and a continuation.
def f(x):
	return x \
		.missing  # comment


if True:
    f(1)  # call it; nothing else
