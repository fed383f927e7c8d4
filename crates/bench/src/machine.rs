//! What results say about where they were made.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::row::Meta;

/// The machine as the system describes it; empty words where it does not.
pub fn meta(version: &str) -> Meta {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let named = info.lines().find(|line| line.starts_with("model name"));
    let cpu = named.and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown processor");
    let release = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg").split(' ').next().and_then(|word| word.parse().ok());
    Meta {
        version: version.to_string(),
        cpu: cpu.to_string(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        system: format!("{} {} {}", std::env::consts::OS, release.trim(), std::env::consts::ARCH),
        load,
        started: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()),
        ..Meta::default()
    }
}
