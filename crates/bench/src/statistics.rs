//! Statistics of repeated timings: quantiles, spreads, bootstrap intervals, comparison, a linear fit.
//!
//! Timings of a shared machine are skewed: there is a least time, and noise only adds. So what is told is
//! the lower quartile, with the least and the median beside it, never a mean; it stands while most of the
//! repeats are disturbed. Intervals come from resampling.

/// An interval of values, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// The least value; NaN for no values.
pub fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NAN, f64::min)
}

/// The middle value, or the mean of the middle two; NaN for no values.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[half],
        _ => (sorted[half - 1] + sorted[half]) / 2.0,
    }
}

/// The lower quartile by nearest rank, which is a value that was measured; NaN for no values.
pub fn typical(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 4).copied().unwrap_or(f64::NAN)
}

/// The median distance from the median.
pub fn deviation(values: &[f64]) -> f64 {
    let middle = median(values);
    median(&values.iter().map(|v| (v - middle).abs()).collect::<Vec<_>>())
}

/// How often the values are drawn anew for an interval.
const DRAWS: usize = 1000;

/// What is made of samples.
type Estimate = fn(&[f64]) -> f64;

/// The interval that holds 95 % of what `draw` makes of estimates from samples drawn anew; the same for the same
/// seed.
fn resampled(seed: u64, estimate: Estimate, draw: impl Fn(&mut dyn FnMut(&[f64]) -> f64) -> f64) -> Interval {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut again = |values: &[f64]| {
        let drawn: Vec<f64> = values.iter().map(|_| values[random.usize(..values.len())]).collect();
        estimate(&drawn)
    };
    let mut made: Vec<f64> = (0..DRAWS).map(|_| draw(&mut again)).collect();
    made.sort_by(f64::total_cmp);
    let at = |share: f64| made[(share * (DRAWS - 1) as f64) as usize];
    Interval { low: at(0.025), high: at(0.975) }
}

/// The interval of the lower quartile of values.
pub fn bootstrap(values: &[f64], seed: u64) -> Interval {
    resampled(seed, typical, |again| again(values))
}

/// The interval of the ratio of `after` to `before`: of their lower quartiles and of their medians, so that what
/// leaves 1 out does so by both.
pub fn ratio(before: &[f64], after: &[f64], seed: u64) -> Interval {
    let by = |estimate: Estimate| resampled(seed, estimate, |again| again(after) / again(before));
    let (quartiles, medians) = (by(typical), by(median));
    Interval { low: quartiles.low.min(medians.low), high: quartiles.high.max(medians.high) }
}

/// The robust standard deviation: that of a normal distribution with the same median deviation.
pub fn scatter(values: &[f64]) -> f64 {
    1.4826 * deviation(values)
}

/// How far from the middle the farthest of `count` values may lie by chance, if they scatter so: in one
/// case of twenty one of them lies beyond. (2·exp(−z²/2) bounds what a normal distribution has outside
/// ±z, and count times that is 0.05.)
pub fn bar(scatter: f64, count: usize) -> f64 {
    scatter * (2.0 * (2.0 * count as f64 / 0.05).ln()).sqrt()
}

/// What one call costs at rest and what one mutation costs: `x(N) = rest + mutation / N`.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// ns a call where nothing mutates.
    pub rest: f64,
    /// ns a mutation.
    pub mutation: f64,
    /// The greatest relative distance of a point from the line, and its period.
    pub worst: (f64, f64),
}

/// A residual above this share is a cliff: the cost of a mutation depends on how many there were.
pub const CLIFF: f64 = 0.15;

/// Least squares over points of period (calls for a mutation, or infinite) and ns a call. Each
/// point counts by its relative error, so that short periods do not drown the others.
pub fn fit(points: &[(f64, f64)]) -> Option<Fit> {
    let (mut sw, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(period, ns) in points {
        let (x, w) = (1.0 / period, 1.0 / (ns * ns));
        sw += w;
        sx += w * x;
        sy += w * ns;
        sxx += w * x * x;
        sxy += w * x * ns;
    }
    let scale = sw * sxx - sx * sx;
    if points.len() < 3 || scale <= 0.0 {
        return None;
    }
    let mutation = (sw * sxy - sx * sy) / scale;
    let rest = (sy - mutation * sx) / sw;
    let distance = |&(period, ns): &(f64, f64)| ((rest + mutation / period - ns).abs() / ns, period);
    let worst = points.iter().map(distance).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Fit { rest, mutation, worst })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn quartiles() {
        assert_eq!(typical(&[9.0, 1.0, 2.0, 8.0, 7.0]), 2.0);
        assert_eq!(typical(&[3.0, 2.0]), 2.0);
        assert!(typical(&[]).is_nan());
        assert_eq!(deviation(&[1.0, 2.0, 9.0]), 1.0);
        assert_eq!(least(&[2.0, 1.0]), 1.0);
    }

    #[test]
    fn a_fit_finds_what_made_the_points() {
        let points: Vec<_> = [f64::INFINITY, 1000.0, 100.0, 10.0].map(|n| (n, 7.0 + 300.0 / n)).into();
        let found = fit(&points).expect("enough points");
        assert!((found.rest - 7.0).abs() < 1e-6 && (found.mutation - 300.0).abs() < 1e-6);
        assert!(found.worst.0 < 1e-9);
        assert!(fit(&points[..2]).is_none());
    }

    #[test]
    fn a_cliff_is_seen() {
        let points = [(f64::INFINITY, 7.0), (1000.0, 7.3), (100.0, 40.0), (10.0, 37.0)];
        assert!(fit(&points).expect("enough points").worst.0 > CLIFF);
    }

    #[test]
    fn intervals_repeat_and_tell_apart() {
        let (a, b) = ([1.0, 1.1, 1.05, 1.2, 1.15], [2.0, 2.1, 2.05, 2.2, 2.15]);
        assert_eq!(bootstrap(&a, 3), bootstrap(&a, 3));
        assert!(!bootstrap(&a, 3).overlaps(&bootstrap(&b, 3)));
        assert!(ratio(&a, &b, 3).low > 1.5);
    }
}
