//! PEM: labelled blocks of base64 in a text.

/// A block: what its label says, its headers, and the bytes.
pub struct Block {
    pub label: String,
    /// Lines of the form `name: value` before the data.
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Block {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is a certificate, under any of the labels that are in use.
    pub fn is_certificate(&self) -> bool {
        matches!(self.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")
    }
}

/// A block that begins and is none: no end, or no base64 in it.
pub struct Broken;

/// The blocks of a text, up to the first broken one.
pub fn blocks(text: &[u8]) -> impl Iterator<Item = Result<Block, Broken>> + '_ {
    let mut lines = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end);
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let label = lines.by_ref().find_map(|line| boundary(line, b"-----BEGIN "))?;
        let block = block(label, &mut lines);
        broken = block.is_none();
        Some(block.ok_or(Broken))
    })
}

/// The label of a line that begins or ends a block.
fn boundary(line: &[u8], start: &[u8]) -> Option<String> {
    let label = line.strip_prefix(start)?.strip_suffix(b"-----")?;
    std::str::from_utf8(label).ok().map(str::to_string)
}

fn block<'a>(label: String, lines: &mut impl Iterator<Item = &'a [u8]>) -> Option<Block> {
    let (mut headers, mut digits) = (Vec::new(), Vec::new());
    for line in lines {
        if line.starts_with(b"-----") {
            let ended = boundary(line, b"-----END ")? == label;
            return ended.then(|| decode(&digits)).flatten().map(|bytes| Block { label, headers, bytes });
        }
        match line.iter().position(|&b| b == b':') {
            Some(at) => {
                let part = |bytes: &[u8]| String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
                headers.push((part(&line[..at]), part(&line[at + 1..])));
            }
            None => digits.extend(line.iter().filter(|b| !b.is_ascii_whitespace())),
        }
    }
    None
}

/// The bytes of base64 with its padding.
fn decode(digits: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    for (i, four) in digits.chunks_exact(4).enumerate() {
        let padding = four.iter().rev().take_while(|&&b| b == b'=').count();
        if padding > 2 || padding > 0 && (i + 1) * 4 != digits.len() {
            return None;
        }
        let mut word = 0u32;
        for &b in &four[..4 - padding] {
            word = word << 6 | digit(b)?;
        }
        word <<= 6 * padding;
        bytes.extend(&word.to_be_bytes()[1..4 - padding]);
    }
    Some(bytes)
}

fn digit(b: u8) -> Option<u32> {
    Some(u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// Bytes as a block, in lines of 64 digits.
pub fn encode(label: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in bytes.chunks(48) {
        for three in line.chunks(3) {
            let word = three.iter().fold(0usize, |n, &b| n << 8 | usize::from(b)) << (8 * (3 - three.len()));
            for place in 0..4 {
                let filled = place <= three.len();
                text.push(if filled { DIGITS[word >> (18 - 6 * place) & 63].into() } else { '=' });
            }
        }
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}
