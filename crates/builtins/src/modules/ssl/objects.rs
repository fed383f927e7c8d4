//! Objects that have names: numbers and names as OpenSSL has them, by dotted identifier.

/// A named object.
#[derive(Clone, Copy)]
pub struct Named {
    pub number: u32,
    pub short: &'static str,
    pub long: &'static str,
    pub dotted: &'static str,
}

/// One row a line: number, short name, long name, identifier.
const ROWS: &str = include_str!("objects.txt");

fn all() -> impl Iterator<Item = Named> {
    ROWS.lines().filter_map(|row| {
        let mut parts = row.split('\t');
        let number = parts.next()?.parse().ok()?;
        Some(Named { number, short: parts.next()?, long: parts.next()?, dotted: parts.next()? })
    })
}

pub fn by_number(number: u32) -> Option<Named> {
    all().find(|o| o.number == number)
}

pub fn by_dotted(dotted: &str) -> Option<Named> {
    all().find(|o| o.dotted == dotted)
}

/// By its short or its long name.
pub fn by_name(name: &str) -> Option<Named> {
    all().find(|o| o.short == name || o.long == name)
}

/// Whether a text has the form of an identifier.
pub fn is_dotted(text: &str) -> bool {
    text.split('.').count() > 1
        && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

/// What an object is called in a certificate's names: its long name, or the identifier itself.
pub fn long_name(dotted: &str) -> &str {
    by_dotted(dotted).map_or(dotted, |o| o.long)
}
