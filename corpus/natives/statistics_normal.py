# The normal distribution of the module statistics.
from statistics import NormalDist, mean, median, stdev, quantiles, correlation, linear_regression

for p in (0.5, 0.1, 0.9, 0.01, 0.999, 1e-10, 0.075, 0.925, 0.2):
    print(p, NormalDist().inv_cdf(p), NormalDist(3.5, 2).inv_cdf(p), NormalDist().cdf(p), NormalDist(1, 3).pdf(p))
try:
    NormalDist().inv_cdf(2)
except Exception as e:
    print(type(e).__name__, e)
d = [1.5, 2.5, 2.5, 2.75, 3.25, 4.75]
print(mean(d), median(d), stdev(d), quantiles(d), NormalDist.from_samples(d).overlap(NormalDist(2, 1)))
print(correlation([1, 2, 3], [1, 5, 7]), linear_regression([1, 2, 3], [1, 5, 7]))
