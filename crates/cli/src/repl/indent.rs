//! The indentation that an editor offers for the next line of a block.

/// Spaces of a level.
const LEVEL: usize = 4;

/// Words behind which a block has nothing more to do.
const LEAVING: &[&str] = &["return", "pass", "raise", "break", "continue"];

/// The indentation for the line after these, which end in no bracket or string.
pub fn after(lines: &str) -> String {
    let Some(last) = lines.lines().rev().find(|line| !line.trim().is_empty()) else {
        return String::new();
    };
    let body = last.trim_start();
    let space = &last[..last.len() - body.len()];
    let first = body.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if without_comment(body).trim_end().ends_with(':') {
        format!("{space}{}", " ".repeat(LEVEL))
    } else if LEAVING.contains(&first) {
        space.get(..space.len().saturating_sub(LEVEL)).unwrap_or_default().to_string()
    } else {
        space.to_string()
    }
}

/// The line up to a `#` that stands in no string.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    for (at, char) in line.char_indices() {
        match (char, quote) {
            ('#', None) => return &line[..at],
            ('"' | '\'', None) => quote = Some(char),
            (c, Some(q)) if c == q => quote = None,
            _ => (),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn a_colon_opens_a_level_and_return_closes_one() {
        assert_eq!(after("if x:\n"), "    ");
        assert_eq!(after("if x:  # so: what\n"), "    ");
        assert_eq!(after("if x:\n    y = '#:'\n"), "    ");
        assert_eq!(after("def f():\n    if x:\n        return 1\n"), "    ");
        assert_eq!(after("def f():\n    returned = 1\n"), "    ");
        assert_eq!(after("@f\n"), "");
    }
}
