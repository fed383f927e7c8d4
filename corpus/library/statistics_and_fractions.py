# [slow] Averages and exact fractions.
import fractions, statistics

print(
    statistics.mean([1, 2, 4]),
    statistics.median([1, 3, 2, 4]),
    statistics.mode("aab"),
    statistics.stdev([1, 2, 3]),
    statistics.pvariance([1, 2]),
    statistics.quantiles([1, 2, 3, 4]),
    statistics.fmean([1, 2], [1, 3]),
    statistics.harmonic_mean([1, 2]),
    statistics.multimode("abab"),
    statistics.linear_regression([1, 2, 3], [2, 4, 6]),
    statistics.correlation([1, 2, 3], [3, 2, 1]),
    statistics.NormalDist(0, 1).cdf(0),
    statistics.geometric_mean([1, 4]),
    statistics.covariance([1, 2], [3, 5]),
)
for f in (
    lambda: statistics.mean([]),
    lambda: statistics.stdev([1]),
    lambda: statistics.mode([]),
    lambda: statistics.median([]),
    lambda: statistics.quantiles([1]),
):
    try:
        print(f())
    except statistics.StatisticsError as e:
        print(e)
F = fractions.Fraction
print(
    F(3, 6),
    F("1.25"),
    F(0.5),
    F("3/4") + 1,
    F(1, 3) * 3,
    F(7, 3) // 1,
    round(F(7, 3)),
    F(22, 7).limit_denominator(3),
    F(1, 3) ** 2,
    F(5, 2).as_integer_ratio(),
    f"{F(1, 3):.3f}",
    F(1, 2) == 0.5,
    hash(F(1, 2)) == hash(0.5),
    repr(F(-1, 3)),
    int(F(7, 2)),
    F(1, 3) < 0.34,
    divmod(F(7, 2), 1),
)
for f in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F(float("nan")), lambda: F(1) + "a"):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
