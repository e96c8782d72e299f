//! What surrounds the work at one terminal: its window, its sources with their profiles, where profiles are kept.

use crate::flows::diagnostics::{Attached, Station};
use crate::scan::{Profile, Profiles, Source, SourceKind};
use crate::ui::theme::Theme;
use ratatui::style::Color;
use std::path::PathBuf;

/// The surroundings of one terminal.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// What diagnostics tells of it.
    pub station: Station,
    /// How the scanners are set up; none where nobody said.
    pub profiles: Option<Profiles>,
    /// The folder of the configuration, below which profiles are saved.
    pub folder: Option<PathBuf>,
}

impl Desk {
    /// A terminal with a keyboard and these serial scanners, which have still to connect.
    pub fn new(terminal: &str, profiles: Profiles, serial: &[PathBuf], theme: &Theme) -> Self {
        let keyboard = profiles
            .of(&Source::new(SourceKind::Terminal, terminal))
            .name
            .clone();
        let mut sources = vec![Attached {
            name: "keyboard".to_owned(),
            device: format!("terminal {terminal}"),
            profile: keyboard,
            gone: None,
        }];
        sources.extend(serial.iter().map(|path| {
            let name = path.to_string_lossy().into_owned();
            let profile = profiles.of(&Source::new(SourceKind::Serial, &name)).name.clone();
            let (device, gone) = (format!("serial {name}"), Some("not connected yet".to_owned()));
            Attached {
                name,
                device,
                profile,
                gone,
            }
        }));
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
            folder: None,
        }
    }

    /// Notes that a source came, or why it went.
    pub fn note(&mut self, source: &Source, gone: Option<&str>) {
        let gone = gone.map(str::to_owned);
        let mut known = self.station.sources.iter_mut();
        if let Some(attached) = known.find(|attached| attached.name == *source.name) {
            attached.gone = gone;
            return;
        }
        let profile = self
            .profiles
            .as_ref()
            .map(|profiles| profiles.of(source).name.clone());
        self.station.sources.push(Attached {
            name: source.name.to_string(),
            device: format!("serial {}", source.name),
            profile: profile.unwrap_or_default(),
            gone,
        });
    }

    /// The profile of the scanner that types.
    pub fn wedge(&self, terminal: &str) -> Profile {
        let source = Source::new(SourceKind::Terminal, terminal);
        self.profiles
            .as_ref()
            .map(|profiles| profiles.of(&source).clone())
            .unwrap_or_default()
    }
}

/// How many colours a theme draws with.
fn colours(theme: &Theme) -> &'static str {
    match theme.title.bg {
        None => "no colours",
        Some(Color::Indexed(_)) => "256 colours",
        Some(_) => "16 colours",
    }
}
