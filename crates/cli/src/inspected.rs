//! The words `heap` and `replace`: a script that is looked at, or changed, at one of its lines.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::flags::{FORMATS, Heap, Program, Replace, usage};

/// What follows the word: options before or right behind the file, then the file's arguments, after `--`
/// if they look like options. A value is the next word, or stands behind `=`.
struct Words {
    /// `heap` or `replace`.
    about: &'static str,
    words: Peekable<IntoIter<String>>,
    file: Option<String>,
    /// The value attached to the option.
    attached: Option<String>,
}

impl Words {
    fn new(about: &'static str, words: Vec<String>) -> Words {
        Words { about, words: words.into_iter().peekable(), file: None, attached: None }
    }

    /// The next option.
    fn option(&mut self) -> Result<Option<String>, String> {
        if let Some(value) = self.attached.take() {
            return Err(usage(&format!("no value is expected: {value}")));
        }
        let no_file = self.file.is_none();
        let Some(word) = self.words.next_if(|w| w.starts_with("--") || no_file) else { return Ok(None) };
        if word == "--" {
            if no_file {
                self.file = self.words.next();
            }
            return Ok(None);
        }
        if !word.starts_with("--") {
            self.file = Some(word);
            return self.option();
        }
        Ok(Some(match word.split_once('=') {
            Some((name, value)) => {
                self.attached = Some(value.to_string());
                name.to_string()
            }
            None => word,
        }))
    }

    fn missing(&self, what: &str) -> String {
        usage(&format!("Argument expected for {}: {what}", self.about))
    }

    fn value(&mut self, option: &str) -> Result<String, String> {
        match self.attached.take().or_else(|| self.words.next()) {
            Some(value) => Ok(value),
            None => Err(self.missing(option)),
        }
    }

    fn line(&mut self, option: &str) -> Result<u32, String> {
        let number = self.value(option)?;
        number.parse().ok().filter(|n| *n > 0).ok_or_else(|| usage(&format!("not a line: {number}")))
    }

    /// The file and its arguments.
    fn rest(self) -> Result<(String, Vec<String>), String> {
        match self.file {
            Some(file) => Ok((file, self.words.collect())),
            None => Err(self.missing("file")),
        }
    }
}

/// What follows the word `replace`.
pub fn replacement(words: Vec<String>) -> Result<(Program, Vec<String>), String> {
    let mut words = Words::new("replace", words);
    let (mut line, mut old, mut new, mut dry_run) = (None, None, None, false);
    while let Some(option) = words.option()? {
        match option.as_str() {
            "--at" => line = Some(words.line(&option)?),
            "--old" => old = Some(words.value(&option)?),
            "--new" => new = Some(words.value(&option)?),
            "--dry-run" => dry_run = true,
            "--help" => return Ok((Program::Help, Vec::new())),
            other => return Err(usage(&format!("unknown option {other}"))),
        }
    }
    let line = line.ok_or_else(|| words.missing("--at"))?;
    let old = old.ok_or_else(|| words.missing("--old"))?;
    let new = new.ok_or_else(|| words.missing("--new"))?;
    let (file, arguments) = words.rest()?;
    Ok((Program::Replace(Replace { file, line, old, new, dry_run }), arguments))
}

/// What follows the word `heap`.
pub fn heap(words: Vec<String>) -> Result<(Program, Vec<String>), String> {
    let mut words = Words::new("heap", words);
    let (mut line, mut format, mut output) = (None, FORMATS[0].to_string(), None);
    while let Some(option) = words.option()? {
        match option.as_str() {
            "--at-exit" => line = None,
            "--at" => line = Some(words.line(&option)?),
            "--format" => format = words.value(&option)?,
            "--help" => return Ok((Program::Help, Vec::new())),
            "--output" => output = Some(words.value(&option)?),
            other => match FORMATS.iter().find(|f| other.strip_prefix("--") == Some(f)) {
                Some(short) => format = short.to_string(),
                None => return Err(usage(&format!("unknown option {other}"))),
            },
        }
        if !FORMATS.contains(&format.as_str()) {
            return Err(usage(&format!("unknown format {format}")));
        }
    }
    let (file, arguments) = words.rest()?;
    Ok((Program::Heap(Heap { file, line, format, output }), arguments))
}
