//! What the bridge itself has to tell the operator, whose screen belongs to the session: the bell, and the title of
//! the window. A line on the screen would damage what is drawn there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 120;

/// What the operator is to be told now, and what of it was shown already.
#[derive(Debug)]
pub struct Notice {
    titles: bool,
    shown: String,
    bell: bool,
    gone: BTreeMap<Arc<str>, String>,
    waiting: usize,
    refused: Option<&'static str>,
}

impl Notice {
    /// Returns a notice that tells nothing yet. `titles` says whether the terminal understands titles at all.
    pub fn new(titles: bool) -> Self {
        Self {
            titles,
            shown: String::new(),
            bell: false,
            gone: BTreeMap::new(),
            waiting: 0,
            refused: None,
        }
    }

    /// Notes that a scanner is not heard any more.
    pub fn gone(&mut self, scanner: Arc<str>, why: String) {
        self.gone.insert(scanner, why);
        self.bell = true;
    }

    /// Notes that a scanner is heard again.
    pub fn back(&mut self, scanner: &str) {
        self.gone.remove(scanner);
    }

    /// Notes how many reads wait longer than they should; each new one rings the bell.
    pub fn waiting(&mut self, count: usize) {
        self.bell |= self.waiting < count;
        self.waiting = count;
    }

    /// Returns whether the operator is told of reads that wait.
    pub fn tells_waiting(&self) -> bool {
        0 < self.waiting
    }

    /// Notes that a read was refused here; the title says why until the next one is handed over.
    pub fn refused(&mut self, why: &'static str) {
        self.refused = Some(why);
        self.bell = true;
    }

    /// Notes that a read was handed over.
    pub fn handed_over(&mut self) {
        self.refused = None;
    }

    /// Returns what is to be written to the terminal once its output is at rest; empty if there is nothing new.
    pub fn news(&mut self) -> String {
        let mut news = String::new();
        let title = self.title();
        if self.titles && title != self.shown {
            if self.shown.is_empty() {
                news.push_str("\x1b[22;2t"); // keeps the title of the session (XTWINOPS)
            }
            let shown = if title.is_empty() {
                "binledger bridge"
            } else {
                &title
            };
            let _ = write!(news, "\x1b]2;{shown}\x1b\\");
            if title.is_empty() {
                news.push_str("\x1b[23;2t");
            }
            self.shown = title;
        }
        if std::mem::take(&mut self.bell) {
            news.push('\x07');
        }
        news
    }

    /// Returns the sequence that restores the title at the end.
    pub fn farewell(&self) -> &'static str {
        if self.shown.is_empty() { "" } else { "\x1b[23;2t" }
    }

    fn title(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.refused.map(str::to_owned));
        match self.waiting {
            0 => {}
            1 => parts.push("1 read waits: the session does not take it yet".to_owned()),
            count => parts.push(format!("{count} reads wait: the session does not take them yet")),
        }
        parts.extend(
            self.gone
                .iter()
                .map(|(scanner, why)| format!("scanner {scanner} is gone ({why})")),
        );
        let printable = |c: &char| !c.is_control();
        parts
            .join(", ")
            .chars()
            .filter(printable)
            .take(LONGEST_TITLE)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_read_rings_once_and_is_told_until_it_is_delivered() {
        let mut notice = Notice::new(true);
        assert_eq!(notice.news(), "");
        notice.waiting(1);
        assert_eq!(
            notice.news(),
            "\x1b[22;2t\x1b]2;1 read waits: the session does not take it yet\x1b\\\x07"
        );
        assert_eq!(notice.news(), "", "once");
        notice.waiting(2);
        assert_eq!(
            notice.news(),
            "\x1b]2;2 reads wait: the session does not take them yet\x1b\\\x07"
        );
        assert_eq!(notice.farewell(), "\x1b[23;2t");
        notice.waiting(0);
        assert_eq!(notice.news(), "\x1b]2;binledger bridge\x1b\\\x1b[23;2t");
        assert_eq!(notice.farewell(), "");
    }

    #[test]
    fn a_scanner_that_is_gone_is_told_until_it_is_back() {
        let mut notice = Notice::new(true);
        notice.gone("/dev/ttyACM0".into(), "no such\x1b\x07 device".into());
        assert!(
            notice
                .news()
                .contains("]2;scanner /dev/ttyACM0 is gone (no such device)\x1b\\")
        );
        notice.back("/dev/ttyACM0");
        assert!(notice.news().ends_with("\x1b[23;2t"), "and no bell");
    }

    #[test]
    fn a_terminal_without_titles_is_only_rung() {
        let mut notice = Notice::new(false);
        notice.refused("a read was too long");
        assert_eq!(notice.news(), "\x07");
        assert_eq!(notice.farewell(), "");
    }
}
