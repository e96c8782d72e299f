//! The scanners of a terminal besides its keyboard: opened as the configuration says, told what became of their reads.

use super::config::Config;
use super::message::Heard;
#[cfg(feature = "evdev")]
use crate::scan::source::evdev;
use crate::scan::source::{Room, serial};
use crate::scan::{Profiles, Source, SourceEvent, SourceKind};
use anyhow::Context;
use std::sync::mpsc::Sender;

/// The scanners being listened to. Dropping them frees their devices.
pub(super) struct Scanners {
    serial: Vec<serial::Scanner>,
    #[cfg(feature = "evdev")]
    _grabbed: Vec<evdev::Scanner>,
}

impl Scanners {
    /// Listens to all that the configuration names, while there is room for their reads.
    ///
    /// # Errors
    /// A profile does not fit its scanner, the system refuses a thread, or the program was built without what a
    /// scanner needs. A scanner that is not there is no error.
    pub(super) fn listen<E>(
        config: &Config,
        profiles: &Profiles,
        inbox: &Sender<E>,
        room: &Room,
    ) -> anyhow::Result<Self>
    where
        E: From<SourceEvent> + Send + 'static,
    {
        let serial = |path: &std::path::PathBuf| {
            let path = path.to_string_lossy();
            let profile = profiles.of(&Source::new(SourceKind::Serial, &path));
            let port = serial::Port::new(&path, profile).at(config.baud).within(room);
            serial::Scanner::listen(port, inbox.clone()).with_context(|| format!("scanner {path}"))
        };
        #[cfg(not(feature = "evdev"))]
        if let Some(path) = config.evdev.first() {
            anyhow::bail!(
                "scanner {}: this program was built without evdev; build it with `--features evdev`, or leave the \
                 scanner out",
                path.display()
            );
        }
        #[cfg(feature = "evdev")]
        let grabbed = |path: &std::path::PathBuf| {
            let path = path.to_string_lossy();
            let profile = profiles.of(&Source::new(SourceKind::Evdev, &path));
            let node = evdev::Node::new(&path, profile)?.within(room);
            evdev::Scanner::listen(node, inbox.clone()).with_context(|| format!("scanner {path}"))
        };
        Ok(Self {
            serial: config.serial.iter().map(serial).collect::<Result<_, _>>()?,
            #[cfg(feature = "evdev")]
            _grabbed: config.evdev.iter().map(grabbed).collect::<Result<_, _>>()?,
        })
    }

    /// Tells a scanner what became of its read, if it is one that can be told.
    pub(super) fn tell(&self, heard: &Heard) {
        let scanner = self.serial.iter().find(|one| *one.source() == heard.source);
        match scanner {
            Some(scanner) if heard.applied => scanner.applied(),
            Some(scanner) => scanner.refused(),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    #[cfg(not(feature = "evdev"))]
    fn a_scanner_that_can_not_be_grabbed_is_named_with_what_to_do() {
        let config = Config {
            evdev: vec!["/dev/input/event9".into()],
            ..Config::default()
        };
        let listened = Scanners::listen(
            &config,
            &config.profiles().unwrap(),
            &channel::<SourceEvent>().0,
            &Room::default(),
        );
        let wrong = listened.err().unwrap().to_string();
        assert!(
            wrong.contains("/dev/input/event9") && wrong.contains("--features evdev"),
            "{wrong}"
        );
    }

    #[test]
    #[cfg(feature = "evdev")]
    fn a_profile_that_does_not_fit_is_named() {
        let config = Config {
            evdev: vec!["/dev/input/event9".into()],
            ..Config::default()
        };
        let mut profiles = config.profiles().unwrap();
        profiles.assign(
            "/dev/input/event9",
            "name = \"x\"\n[data]\nseparator_key = \"alt-x\"".parse().unwrap(),
        );
        let listened = Scanners::listen(&config, &profiles, &channel::<SourceEvent>().0, &Room::default());
        assert!(listened.err().unwrap().to_string().starts_with("x: "));
    }
}
