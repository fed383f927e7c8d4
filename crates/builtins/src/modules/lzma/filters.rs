//! Filter chains of `_lzma`: what the dicts of a program say, checked, and how filters' settings are stored.

use lzma_rust2::{EncodeMode, FilterConfig, FilterType, LzmaOptions, MfType};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::{INTERNAL, OPTIONS, error};

pub const LZMA1: u64 = 0x4000_0000_0000_0001;
pub const LZMA2: u64 = 0x21;
pub const DELTA: u64 = 0x03;
/// The most filters in a chain.
const LONGEST: usize = 4;

/// Flag of a preset: search longer.
pub const EXTREME: u32 = 1 << 31;
pub const DEFAULT_PRESET: u32 = 6;

pub const MODE_FAST: u32 = 1;
pub const MODE_NORMAL: u32 = 2;
/// Match finders: hash chains have numbers below 16, binary trees above.
pub const MATCH_FINDERS: &[(&str, u32)] =
    &[("MF_HC3", 3), ("MF_HC4", 4), ("MF_BT2", 18), ("MF_BT3", 19), ("MF_BT4", 20)];

const LEAST_DICTIONARY: u32 = 4096;
const MOST_DICTIONARY: u32 = 1536 << 20;
const MOST_DELTA: u32 = 256;

/// One filter of a chain.
pub enum Filter {
    /// LZMA1 or LZMA2, by its id.
    Lzma(u64, Box<LzmaOptions>),
    /// What is done before it: a difference, or jumps of machine code made absolute.
    Before(FilterConfig),
}

/// A checked chain: what comes before, and the compressor at its end.
pub struct Chain {
    pub before: Vec<FilterConfig>,
    pub id: u64,
    pub lzma: LzmaOptions,
}

/// The settings that a preset stands for.
pub fn preset(preset: u32) -> Option<LzmaOptions> {
    let level = preset & 31;
    if level > 9 || preset & !(31 | EXTREME) != 0 {
        return None;
    }
    let mut options = LzmaOptions::with_preset(level);
    if preset & EXTREME != 0 {
        options.mode = EncodeMode::Normal;
        options.mf = MfType::Bt4;
        let quick = matches!(level, 3 | 5);
        (options.nice_len, options.depth_limit) = if quick { (192, 0) } else { (273, 512) };
    }
    Some(options)
}

fn bad_preset(cx: &mut Cx, preset: u32) -> PyResult<LzmaOptions> {
    Err(error(cx, format!("Invalid compression preset: {preset}")))
}

/// As [`preset`], in the words of the formats that take one apart.
pub fn named_preset(cx: &mut Cx, number: u32) -> PyResult<LzmaOptions> {
    match preset(number) {
        Some(options) => Ok(options),
        None => bad_preset(cx, number),
    }
}

/// An int of 32 bits without sign.
pub fn uint32(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    let v = cx.index(o)?;
    match v.int() {
        Some(v) if v < 0 => Err(cx.overflow_error("can't convert negative int to unsigned")),
        Some(v) if v <= u32::MAX as i64 => Ok(v as u32),
        _ => Err(cx.overflow_error("Value too large for uint32_t type")),
    }
}

/// What the dict says for a key.
fn option(cx: &mut Cx, spec: &ObjRef, key: &str) -> PyResult<Option<ObjRef>> {
    let key = cx.intern(key);
    match cx.getitem(spec, &key) {
        Ok(value) => Ok(Some(value)),
        Err(_) if cx.catch(&cx.excs.key_error.clone()) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Refuses keys that the filter does not have.
fn only(cx: &mut Cx, spec: &ObjRef, names: &[&str], what: &str) -> PyResult<()> {
    for key in cx.collect(spec)? {
        let known = key.text().is_some_and(|key| key == "id" || names.contains(&&*key));
        if !known {
            return Err(cx.value_error(format!("Invalid filter specifier for {what} filter")));
        }
    }
    Ok(())
}

/// Reads one filter.
pub fn filter(cx: &mut Cx, spec: &ObjRef) -> PyResult<Filter> {
    if spec.ty().slots().getitem.is_none() {
        return Err(cx.type_error("Filter specifier must be a dict or dict-like object"));
    }
    let Some(id) = option(cx, spec, "id")? else {
        return Err(cx.value_error("Filter specifier must have an \"id\" entry"));
    };
    let id = cx.index(&id)?;
    let Some(id) = id.int().and_then(|id| u64::try_from(id).ok()) else {
        return Err(cx.overflow_error("can't convert negative int to unsigned"));
    };
    match (id, FilterType::try_from(id)) {
        (LZMA1 | LZMA2, _) => Ok(Filter::Lzma(id, Box::new(lzma(cx, spec)?))),
        (DELTA, _) => {
            only(cx, spec, &["dist"], "delta")?;
            let distance = number(cx, spec, "dist", 1)?;
            Ok(Filter::Before(FilterConfig { filter_type: FilterType::Delta, property: distance }))
        }
        (4..=9, Ok(filter_type)) => {
            only(cx, spec, &["start_offset"], "BCJ")?;
            let property = number(cx, spec, "start_offset", 0)?;
            Ok(Filter::Before(FilterConfig { filter_type, property }))
        }
        _ => Err(cx.value_error(format!("Invalid filter ID: {id}"))),
    }
}

fn number(cx: &mut Cx, spec: &ObjRef, key: &str, default: u32) -> PyResult<u32> {
    match option(cx, spec, key)? {
        Some(value) => uint32(cx, &value),
        None => Ok(default),
    }
}

fn lzma(cx: &mut Cx, spec: &ObjRef) -> PyResult<LzmaOptions> {
    const NAMES: &[&str] = &["preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"];
    let number_of_preset = number(cx, spec, "preset", DEFAULT_PRESET)?;
    let mut options = named_preset(cx, number_of_preset)?;
    only(cx, spec, NAMES, "LZMA")?;
    options.dict_size = number(cx, spec, "dict_size", options.dict_size)?;
    options.lc = number(cx, spec, "lc", options.lc)?;
    options.lp = number(cx, spec, "lp", options.lp)?;
    options.pb = number(cx, spec, "pb", options.pb)?;
    options.nice_len = number(cx, spec, "nice_len", options.nice_len)?;
    options.depth_limit = number(cx, spec, "depth", options.depth_limit as u32)?.min(i32::MAX as u32) as i32;
    match number(cx, spec, "mode", 0)? {
        0 => (),
        MODE_FAST => options.mode = EncodeMode::Fast,
        MODE_NORMAL => options.mode = EncodeMode::Normal,
        _ => return Err(error(cx, OPTIONS)),
    }
    match number(cx, spec, "mf", 0)? {
        0 => (),
        mf if !MATCH_FINDERS.iter().any(|&(_, number)| number == mf) => return Err(error(cx, OPTIONS)),
        mf => options.mf = if mf < 16 { MfType::Hc4 } else { MfType::Bt4 },
    }
    Ok(options)
}

/// Whether a compressor can work by these settings.
fn usable(options: &LzmaOptions) -> bool {
    (LEAST_DICTIONARY..=MOST_DICTIONARY).contains(&options.dict_size)
        && options.lc <= 4
        && options.lp <= 4 - options.lc
        && options.pb <= 4
        && (2..=LzmaOptions::NICE_LEN_MAX).contains(&options.nice_len)
}

/// Reads a chain of filters.
pub fn chain(cx: &mut Cx, specs: &ObjRef) -> PyResult<Vec<Filter>> {
    if specs.kind() == Kind::Dict {
        let got = specs.ty().name();
        return Err(cx.type_error(format!("{got} is not a sequence")));
    }
    let length = cx.len(specs)?;
    if length > LONGEST {
        let text = format!("Too many filters - liblzma supports a maximum of {LONGEST}");
        return Err(cx.value_error(text));
    }
    let mut filters = Vec::with_capacity(length);
    for i in 0..length {
        let spec = cx.getitem(specs, &cx.int(i as i64))?;
        filters.push(filter(cx, &spec)?);
    }
    Ok(filters)
}

/// A chain as compressors and decompressors take it: at the end LZMA1 or LZMA2, nowhere else.
pub fn checked(cx: &mut Cx, mut filters: Vec<Filter>) -> PyResult<Chain> {
    let (id, mut lzma) = match filters.pop() {
        Some(Filter::Lzma(id, options)) => (id, *options),
        Some(Filter::Before(_)) => return Err(error(cx, OPTIONS)),
        None => return Err(error(cx, INTERNAL)),
    };
    let mut before = Vec::new();
    for filter in filters {
        match filter {
            Filter::Before(config) if aligned(&config) => before.push(config),
            _ => return Err(error(cx, OPTIONS)),
        }
    }
    if !usable(&lzma) {
        return Err(error(cx, OPTIONS));
    }
    lzma.nice_len = lzma.nice_len.max(LzmaOptions::NICE_LEN_MIN);
    // The estimate is in KiB.
    if !cx.can_allocate((lzma.get_memory_usage() as usize) << 10) {
        return Err(cx.memory_error(""));
    }
    Ok(Chain { before, id, lzma })
}

/// Whether a filter's number is one that it takes.
fn aligned(config: &FilterConfig) -> bool {
    let step = match config.filter_type {
        FilterType::Delta => return (1..=MOST_DELTA).contains(&config.property),
        FilterType::BcjPpc | FilterType::BcjArm | FilterType::BcjSparc => 4,
        FilterType::BcjIa64 => 16,
        FilterType::BcjArmThumb => 2,
        _ => 1,
    };
    config.property.is_multiple_of(step)
}

/// The settings of a filter as an `.xz` file stores them.
pub fn encode(cx: &mut Cx, filter: Filter) -> PyResult<Vec<u8>> {
    match filter {
        Filter::Lzma(_, options) if !usable(&options) => Err(error(cx, OPTIONS)),
        Filter::Lzma(LZMA1, options) => {
            Ok([&[options.get_props()][..], &options.dict_size.to_le_bytes()].concat())
        }
        Filter::Lzma(_, options) => {
            let fitting = (0..=40).find(|&byte| dictionary_size(byte) >= options.dict_size);
            Ok(vec![fitting.unwrap_or(40)])
        }
        Filter::Before(config) if !aligned(&config) => Err(error(cx, OPTIONS)),
        Filter::Before(FilterConfig { filter_type: FilterType::Delta, property }) => {
            Ok(vec![(property - 1) as u8])
        }
        Filter::Before(FilterConfig { property: 0, .. }) => Ok(Vec::new()),
        Filter::Before(config) => Ok(config.property.to_le_bytes().to_vec()),
    }
}

/// The dictionary's size that the one byte of LZMA2 stands for.
fn dictionary_size(byte: u8) -> u32 {
    match byte {
        40.. => u32::MAX,
        _ => (2 | (byte as u32 & 1)) << (byte / 2 + 11),
    }
}

/// The dict for settings that were stored by [`encode`].
pub fn decode(cx: &mut Cx, id: u64, stored: &[u8]) -> PyResult {
    let settings: Vec<(&str, u32)> = match (id, stored) {
        (LZMA1, &[props, a, b, c, d]) if props < 9 * 5 * 5 => {
            let (lc, lp, pb) = (props % 9, props / 9 % 5, props / 45);
            if lc + lp > 4 {
                return Err(error(cx, OPTIONS));
            }
            let size = u32::from_le_bytes([a, b, c, d]);
            vec![("lc", lc as u32), ("lp", lp as u32), ("pb", pb as u32), ("dict_size", size)]
        }
        (LZMA2, &[byte @ 0..=40]) => vec![("dict_size", dictionary_size(byte))],
        (DELTA, &[byte]) => vec![("dist", byte as u32 + 1)],
        (4..=9, &[]) => Vec::new(),
        (4..=9, &[a, b, c, d]) => match u32::from_le_bytes([a, b, c, d]) {
            0 => Vec::new(),
            start => vec![("start_offset", start)],
        },
        _ => return Err(error(cx, OPTIONS)),
    };
    let dict = cx.new_dict();
    cx.namespace_put(&dict, "id", cx.int(id as i64));
    for (name, value) in settings {
        cx.namespace_put(&dict, name, cx.int(value as i64));
    }
    Ok(dict)
}
