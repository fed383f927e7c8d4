# [slow] Colours, and the tower of numbers.
import colorsys, numbers, decimal, fractions

print(
    [
        tuple((round(x, 4) for x in f(0.2, 0.4, 0.6)))
        for f in (
            colorsys.rgb_to_hsv,
            colorsys.rgb_to_hls,
            colorsys.rgb_to_yiq,
            colorsys.hsv_to_rgb,
            colorsys.hls_to_rgb,
            colorsys.yiq_to_rgb,
        )
    ]
)
print(
    isinstance(3, numbers.Integral),
    isinstance(3.0, numbers.Real),
    isinstance(1j, numbers.Complex),
    isinstance(decimal.Decimal(1), numbers.Number),
    isinstance(fractions.Fraction(1), numbers.Rational),
    issubclass(bool, numbers.Integral),
)
