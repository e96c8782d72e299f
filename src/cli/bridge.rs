//! `bridge`: a session on a server, fed from the scanners of this workstation.

use super::failure::{Failure, printable};
use super::place::Place;
use super::screen;
use crate::app::config;
use crate::bridge::scanners::Device;
use crate::bridge::{self, Plan};
use crate::scan::profile::Profile;
#[cfg(feature = "evdev")]
use crate::scan::source::evdev;
use crate::scan::source::serial::Port;
use crate::scan::{Source, SourceKind};
use clap::Args;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// The text that is added to the help.
pub(super) const MORE: &str = "\
Example:
  binledger bridge --serial /dev/serial/by-id/usb-Honeywell_1950 -- ssh -t dock@server binledger

The command runs in a terminal of its own: keys, colours and the size of the window pass, and its exit code is that \
of the bridge (128 + n after signal n). Scanners that the configuration names are used too.

Each read goes in as one bracketed paste, never in the middle of a key. It waits until the command takes pastes; \
meanwhile the bell rings and the title of the window says so. No control character of a barcode goes in but the \
separators FS, GS, RS and US, so that none can press a key. A binledger at the other end says what became of each \
read, and the scanner sounds accordingly; any other program gets the read and the scanner an ACK. Reads that did not \
arrive are named when the command has ended.";

/// The arguments of `bridge`.
#[derive(Debug, Args)]
pub struct Bridge {
    /// A serial scanner of this workstation, best by its name under /dev/serial/by-id; may be given more than once
    #[arg(long, value_name = "PATH")]
    serial: Vec<PathBuf>,
    /// A scanner that plays a keyboard, to be grabbed, best by its name under /dev/input/by-id; may be given more than
    /// once (Linux, in a program built with `--features evdev`)
    #[arg(long, value_name = "PATH")]
    evdev: Vec<PathBuf>,
    /// The profile of these scanners: one that comes with the program, or a file. Else the configuration's
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// Type reads as keys with Enter while the command takes no pastes, instead of holding them
    #[arg(long)]
    plain: bool,
    /// The command, after `--`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Bridge {
    /// Runs the command to its end; its exit code is the failure to be told.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let scanners = self.scanners(place)?;
        if scanners.is_empty() {
            return Err(Failure::usage(
                "expected a scanner to feed the command with, found none. Name it with --serial PATH or --evdev PATH",
            ));
        }
        screen::log(&place.store);
        let named = self.command.first().map(|program| program.display().to_string());
        let plan = Plan {
            command: self.command,
            scanners,
            plain: self.plain,
            titles: understands_titles(std::env::var("TERM").ok().as_deref()),
        };
        let ended = bridge::run(plan).map_err(|why| {
            let named = named.unwrap_or_default();
            Failure::usage(format!("{named} can't be bridged: {why}"))
        })?;
        tell(&ended.report);
        match ended.code {
            0 => Ok(()),
            code => Err(Failure::Command(code)),
        }
    }

    /// Returns the scanners of the configuration and those asked for.
    fn scanners(&self, place: &Place) -> Result<Vec<Device>, Failure> {
        let serial = place.config.serial.iter().chain(&self.serial);
        let serial = serial.map(|path| {
            let path = path.to_string_lossy();
            let profile = self.profile(SourceKind::Serial, &path, place)?;
            Ok(Device::Serial(Port::new(&path, &profile).at(place.config.baud)))
        });
        let grabbed = place.config.evdev.iter().chain(&self.evdev);
        let grabbed = grabbed.map(|path| self.grabbed(&path.to_string_lossy(), place));
        serial.chain(grabbed).collect()
    }

    #[cfg(feature = "evdev")]
    fn grabbed(&self, path: &str, place: &Place) -> Result<Device, Failure> {
        let profile = self.profile(SourceKind::Evdev, path, place)?;
        let node = evdev::Node::new(path, &profile).map_err(|why| Failure::Data(vec![why.to_string()]))?;
        Ok(Device::Evdev(node))
    }

    #[cfg(not(feature = "evdev"))]
    #[allow(clippy::unused_self, reason = "with the feature it has a profile")]
    fn grabbed(&self, path: &str, _place: &Place) -> Result<Device, Failure> {
        Err(Failure::Usage(format!(
            "scanner {path}: this program was built without evdev; build it with `--features evdev`, or leave the \
             scanner out"
        )))
    }

    /// Returns the profile asked for, else the one configured for a scanner.
    fn profile(&self, kind: SourceKind, path: &str, place: &Place) -> Result<Profile, Failure> {
        let profile = match &self.profile {
            Some(named) => config::profile(named),
            None => place
                .config
                .profiles()
                .map(|profiles| profiles.of(&Source::new(kind, path)).clone()),
        };
        profile.map_err(|why| Failure::Data(vec![format!("{why:#}")]))
    }
}

/// Names the reads that did not arrive: on standard error, and in the log, for the window may be closed already.
fn tell(report: &str) {
    if !report.is_empty() {
        tracing::warn!(report, "reads did not arrive");
        let _ = std::io::stderr().write_all(printable(report).as_bytes());
    }
}

/// Returns whether a terminal of this kind keeps a title to itself instead of printing it.
fn understands_titles(term: Option<&str>) -> bool {
    term.is_some_and(|term| {
        !["dumb", "linux", "vt"]
            .iter()
            .any(|plain| term.starts_with(plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_not_written_where_it_would_be_printed() {
        for (term, understands) in [
            (Some("xterm-256color"), true),
            (Some("tmux-256color"), true),
            (Some("linux"), false),
            (Some("vt220"), false),
            (Some("dumb"), false),
            (None, false),
        ] {
            assert_eq!(understands_titles(term), understands, "{term:?}");
        }
    }
}
