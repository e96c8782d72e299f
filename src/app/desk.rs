//! What surrounds the work at one terminal: its window, its sources with their profiles, where profiles are kept.

use super::config::Config;
use crate::flows::diagnostics::{Attached, Station};
use crate::scan::{Profile, Profiles, Source, SourceKind};
use crate::ui::theme::Theme;
use ratatui::style::Color;
use std::path::{Path, PathBuf};

/// The surroundings of one terminal.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// What diagnostics says about the terminal.
    pub station: Station,
    /// How the scanners are set up; `None` if nothing was said about that.
    pub profiles: Option<Profiles>,
    /// The store's file.
    pub store: PathBuf,
    /// The configuration folder, below which profiles are saved; `None` at a confined terminal.
    pub folder: Option<PathBuf>,
}

impl Desk {
    /// Returns a terminal with its keyboard and the other scanners of its configuration, which have yet to connect.
    pub fn new(terminal: &str, profiles: Profiles, config: &Config, theme: &Theme, store: &Path) -> Self {
        let of = |kind, name: &str, shown: &str, gone: Option<String>| {
            let source = Source::new(kind, name);
            Attached {
                name: shown.to_owned(),
                device: source.device(),
                profile: profiles.of(&source).name.clone(),
                gone,
            }
        };
        let mut sources = vec![of(SourceKind::Terminal, terminal, "keyboard", None)];
        for (kind, paths) in [
            (SourceKind::Serial, &config.serial),
            (SourceKind::Evdev, &config.evdev),
        ] {
            let names = paths.iter().map(|path| path.to_string_lossy());
            let gone = || Some("not connected yet".to_owned());
            sources.extend(names.map(|name| of(kind, &name, &name, gone())));
        }
        let station = Station {
            colours: colours(theme),
            charset: if theme.symbols.ascii { "ASCII" } else { "UTF-8" },
            term: std::env::var("TERM").unwrap_or_default(),
            sources,
            ..Station::default()
        };
        Self {
            station,
            profiles: Some(profiles),
            folder: config.folder.clone().filter(|_| !config.confined),
            store: store.to_owned(),
        }
    }

    /// Notes that a source came, or why it went.
    pub fn note(&mut self, source: &Source, gone: Option<&str>) {
        let (device, gone) = (source.device(), gone.map(str::to_owned));
        let mut known = self.station.sources.iter_mut();
        if let Some(attached) = known.find(|attached| attached.device == device) {
            attached.gone = gone;
            return;
        }
        let profile = self
            .profiles
            .as_ref()
            .map(|profiles| profiles.of(source).name.clone());
        self.station.sources.push(Attached {
            name: source.name.to_string(),
            device,
            profile: profile.unwrap_or_default(),
            gone,
        });
    }

    /// Gives the scanner that types another profile.
    pub fn turn_to(&mut self, terminal: &str, profile: Profile) {
        let device = Source::new(SourceKind::Terminal, terminal).device();
        let mut known = self.station.sources.iter_mut();
        if let Some(attached) = known.find(|attached| attached.device == device) {
            attached.profile.clone_from(&profile.name);
        }
        if let Some(profiles) = &mut self.profiles {
            profiles.assign("terminal", profile);
        }
    }

    /// Returns the profile of the scanner that types.
    pub fn wedge(&self, terminal: &str) -> Profile {
        let source = Source::new(SourceKind::Terminal, terminal);
        self.profiles
            .as_ref()
            .map(|profiles| profiles.of(&source).clone())
            .unwrap_or_default()
    }
}

/// Returns how many colours a theme draws with.
fn colours(theme: &Theme) -> &'static str {
    match theme.title.bg {
        None => "no colours",
        Some(Color::Indexed(_)) => "256 colours",
        Some(_) => "16 colours",
    }
}
