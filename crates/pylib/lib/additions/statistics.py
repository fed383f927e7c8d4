

# Not in 3.12.
del kde, kde_random
