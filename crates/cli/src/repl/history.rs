//! The lines of earlier sessions: `~/.python_history`, one line each, which CPython reads too.

/// The first line that another line editor writes.
const MARK: &str = "_HiStOrY_V2_";

pub struct History {
    path: Option<String>,
    /// The lines of this session.
    lines: String,
}

impl History {
    /// The history of the user, if there is a home, and its lines.
    pub fn load() -> (History, Vec<String>) {
        let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
        let path = home.map(|home| format!("{}/.python_history", home.to_string_lossy()));
        let bytes = path.as_ref().and_then(|path| theseus_runtime::read_file(path.as_bytes()).ok());
        let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
        let lines =
            text.lines().filter(|line| *line != MARK && !line.is_empty()).map(str::to_string).collect();
        (History { path, lines: String::new() }, lines)
    }

    pub fn add(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// Adds the lines of this session to the file; one that cannot be written is no error.
    pub fn save(&mut self) {
        if let Some(path) = self.path.as_ref().filter(|_| !self.lines.is_empty()) {
            let _ = theseus_runtime::append_file(path.as_bytes(), self.lines.as_bytes());
        }
        self.lines.clear();
    }
}
