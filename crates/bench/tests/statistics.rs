//! Properties of the statistics, for any samples.

use proptest::prelude::*;
use theseus_bench::compare::compare;
use theseus_bench::row::{Detail, Period, Results, Row};
use theseus_bench::statistics::{bar, bootstrap, deviation, fit, least, median, ratio, scatter, typical};

/// Times as they come: positive, over six decades.
fn times() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0.0..6.0f64).prop_map(|power| 10f64.powf(power)), 1..12)
}

fn results(samples: &[f64], factor: f64) -> Results {
    let samples: Vec<f64> = samples.iter().map(|ns| ns * factor).collect();
    let row = Row { period: Period::Calls(10), ns_call: Some(typical(&samples)), ..Row::empty() };
    Results { rows: vec![Detail { row, samples, recovery: Vec::new() }], ..Results::default() }
}

proptest! {
    #[test]
    fn a_median_has_half_on_each_side(values in times()) {
        let middle = median(&values);
        let below = values.iter().filter(|v| **v < middle).count();
        let above = values.iter().filter(|v| **v > middle).count();
        prop_assert!(below * 2 <= values.len() && above * 2 <= values.len());
        prop_assert!(least(&values) <= middle);
    }

    #[test]
    fn order_does_not_matter(values in times()) {
        let mut turned = values.clone();
        turned.reverse();
        prop_assert_eq!(median(&values), median(&turned));
        prop_assert_eq!(deviation(&values), deviation(&turned));
    }

    #[test]
    fn an_interval_holds_the_quartile_and_lies_within_the_samples(values in times(), seed: u64) {
        let interval = bootstrap(&values, seed);
        let greatest = values.iter().copied().fold(0.0, f64::max);
        prop_assert!(interval.low <= typical(&values) && typical(&values) <= interval.high);
        prop_assert!(least(&values) <= interval.low && interval.high <= greatest);
        prop_assert_eq!(interval, bootstrap(&values, seed));
    }

    #[test]
    fn a_factor_scales_everything(values in times(), factor in 0.01..100.0f64) {
        let scaled: Vec<f64> = values.iter().map(|v| v * factor).collect();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        prop_assert!(near(median(&scaled), factor * median(&values)));
        prop_assert!(near(scatter(&scaled), factor * scatter(&values)));
        let interval = ratio(&values, &scaled, 1);
        prop_assert!(interval.low <= factor * (1.0 + 1e-9) && factor * (1.0 - 1e-9) <= interval.high);
    }

    #[test]
    fn the_bar_grows_with_the_rows(spread in 0.0..1.0f64, count in 1usize..10_000) {
        prop_assert!(bar(spread, count) >= spread);
        prop_assert!(bar(spread, count + 1) >= bar(spread, count));
    }

    #[test]
    fn a_fit_gives_back_what_made_the_points(rest in 1.0..1e3f64, cost in 0.0..1e5f64) {
        let points = [f64::INFINITY, 1e4, 1e3, 100.0, 10.0, 1.0].map(|n| (n, rest + cost / n));
        let found = fit(&points).expect("enough points");
        prop_assert!((found.rest - rest).abs() <= 1e-6 * (rest + cost));
        prop_assert!((found.mutation - cost).abs() <= 1e-6 * (rest + cost));
        prop_assert!(found.worst.0 < 1e-6);
    }

    #[test]
    fn nothing_changed_against_itself(values in times()) {
        let found = compare(&results(&values, 1.0), &results(&values, 1.0));
        prop_assert_eq!((found.slower.len(), found.faster.len(), found.same), (0, 0, 1));
    }

    #[test]
    fn what_lies_beyond_all_samples_is_slower_and_the_other_way_round_faster(
        values in times(), extra in 1.1..10.0f64,
    ) {
        let spread = values.iter().copied().fold(0.0, f64::max) / least(&values);
        let (before, after) = (results(&values, 1.0), results(&values, spread * extra));
        prop_assume!(values.len() > 1);
        prop_assert_eq!(compare(&before, &after).slower.len(), 1);
        prop_assert_eq!(compare(&after, &before).faster.len(), 1);
    }

    #[test]
    fn no_file_makes_reading_panic(text: String) {
        let path = std::env::temp_dir().join(format!("theseus-results-{}", std::process::id()));
        std::fs::write(&path, text).expect("written");
        drop(Results::read(&path));
        drop(std::fs::remove_file(&path));
    }

    #[test]
    fn a_file_cut_anywhere_is_told_or_read(share in 0.0..1.0f64, json: bool) {
        let whole = results(&[1.0, 2.0, 3.0], 1.0);
        let whole = Results { format: theseus_bench::row::FORMAT, ..whole };
        let text = if json { whole.json() } else { whole.csv() };
        let cut = &text[..(text.len() as f64 * share) as usize];
        let path = std::env::temp_dir().join(format!("theseus-cut-{}", std::process::id()));
        std::fs::write(&path, cut).expect("written");
        let read = Results::read(&path);
        drop(std::fs::remove_file(&path));
        match read {
            Ok(_) => prop_assert!(cut.trim_end() == text.trim_end() || !json, "{}", cut),
            Err(words) => prop_assert!(words.contains("line "), "{}", words),
        }
    }
}
