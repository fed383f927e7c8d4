//! The constant table of one code object: equal constants of the same type share an entry.

use rustc_hash::FxHashMap;
use theseus_bytecode::Const;

#[derive(Default)]
pub(crate) struct Constants {
    pub list: Vec<Const>,
    index: FxHashMap<Vec<u8>, u16>,
    /// More than an operand can name.
    pub overflow: bool,
}

impl Constants {
    pub fn add(&mut self, value: Const) -> u16 {
        let mut key = Vec::new();
        if write_key(&value, &mut key) {
            if let Some(&at) = self.index.get(&key) {
                return at;
            }
            let at = self.push(value);
            self.index.insert(key, at);
            return at;
        }
        self.push(value)
    }

    fn push(&mut self, value: Const) -> u16 {
        if self.list.len() > u16::MAX as usize {
            self.overflow = true;
            return 0;
        }
        self.list.push(value);
        (self.list.len() - 1) as u16
    }
}

/// A key that is the same exactly for constants that may be one object. False: never share.
fn write_key(value: &Const, key: &mut Vec<u8>) -> bool {
    let sized = |key: &mut Vec<u8>, tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        key.extend_from_slice(bytes);
    };
    match value {
        Const::None => key.push(0),
        Const::True => key.push(1),
        Const::False => key.push(2),
        Const::Ellipsis => key.push(3),
        Const::Int(n) => sized(key, 4, &n.to_le_bytes()),
        Const::BigInt { negative, magnitude } => sized(key, 5 + *negative as u8, magnitude),
        Const::Float(n) => sized(key, 7, &n.to_bits().to_le_bytes()),
        Const::Complex(re, im) => {
            sized(key, 8, &re.to_bits().to_le_bytes());
            sized(key, 8, &im.to_bits().to_le_bytes());
        }
        Const::Str(text) => sized(key, 9, text.as_bytes()),
        Const::WideStr(codes) => {
            let bytes: Vec<u8> = codes.iter().flat_map(|c| c.to_le_bytes()).collect();
            sized(key, 10, &bytes);
        }
        Const::Bytes(bytes) => sized(key, 11, bytes),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            let tag = if matches!(value, Const::Tuple(_)) { 12 } else { 13 };
            sized(key, tag, &(items.len() as u32).to_le_bytes());
            return items.iter().all(|item| write_key(item, key));
        }
        Const::Code(_) | Const::Stored(_) => return false,
    }
    true
}
