//! The first administrator: a badge, a name and a PIN, where nobody has a badge yet.

use crate::domain::code::{Badge, SiteCode, flaw, text_flaw};
use crate::domain::refusal::Refusal;
use crate::domain::user::{User, is_like_a_pin};
use crate::flows::event::Effect;
use crate::flows::goods::{info, post, unexpected};
use crate::flows::proof::choose;
use crate::flows::question::sign_in::{Question, Told};
use crate::flows::scanned::Scanned;
use crate::operations::pins::length_of;
use crate::operations::request::FirstUser;
use serde::{Deserialize, Serialize};

/// The longest badge or name in characters; a label or a list shows no more.
const LONGEST: usize = 40;

/// The first administrator, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    badge: Option<Badge>,
    name: Option<String>,
    /// What is kept of the PIN that was typed the first time.
    pin_hash: Option<String>,
}

impl First {
    /// Returns the badge.
    pub const fn badge(&self) -> Option<&Badge> {
        self.badge.as_ref()
    }

    /// Returns the name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns whether anything is known yet.
    pub const fn has_begun(&self) -> bool {
        self.badge.is_some()
    }

    /// Returns what to do now.
    pub(super) fn prompt(&self, least: u32) -> String {
        match self {
            Self { badge: None, .. } => {
                "Nobody has a badge yet. Scan or type yours to be the administrator".to_owned()
            }
            Self { name: None, .. } => "Type your name".to_owned(),
            Self { pin_hash: None, .. } => format!("Choose a PIN of {}", length_of(least)),
            Self { .. } => "Type the new PIN again".to_owned(),
        }
    }

    /// Returns whether a PIN is awaited.
    pub(super) const fn is_secret(&self) -> bool {
        self.name.is_some()
    }

    /// Takes what was scanned or typed.
    pub(super) fn read(&mut self, scanned: &Scanned, least: u32) -> Vec<Effect> {
        match (&self.badge, &self.name, &self.pin_hash) {
            (None, ..) => self.take_badge(scanned),
            (Some(_), None, _) => self.take_name(scanned, least),
            (Some(badge), Some(_), None) => {
                let badge = badge.clone();
                choose(scanned, least, |pin| Question::Hash { badge, pin })
            }
            (Some(_), Some(_), Some(hash)) => {
                let hash = hash.clone();
                choose(scanned, least, |pin| Question::Again { hash, pin })
            }
        }
    }

    fn take_badge(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if !scanned.meanings.is_empty() || scanned.is_spelt_out() || LONGEST < scanned.text.chars().count() {
            let found = scanned.is_not("a badge");
            return vec![unexpected("Scan or type a code that nothing else has", found)];
        }
        if let Some(why) = flaw(&scanned.text) {
            let found = format!("{:?}", scanned.text);
            return vec![Effect::Refuse(Refusal::BadCode { found, why })];
        }
        self.badge = Some(Badge::from(scanned.text.as_str()));
        vec![info(format!("{} will be your badge", scanned.text))]
    }

    fn take_name(&mut self, scanned: &Scanned, least: u32) -> Vec<Effect> {
        let text = scanned.text.as_str();
        let is_badge = self.badge.as_ref().is_some_and(|badge| badge.as_str() == text);
        let is_text = !scanned.is_spelt_out() && !text.trim().is_empty() && text_flaw(text).is_none();
        if is_badge || is_like_a_pin(text) || !is_text || LONGEST < text.chars().count() {
            return vec![unexpected(self.prompt(least), "That is no name")];
        }
        self.name = Some(text.to_owned());
        vec![info(self.prompt(least))]
    }

    /// Takes what came of a PIN that was typed.
    pub(super) fn told(&mut self, told: &Told, least: u32) -> Vec<Effect> {
        match told {
            Told::Hash(Ok(hash)) => {
                self.pin_hash = Some(hash.clone());
                vec![info(self.prompt(least))]
            }
            Told::Hash(Err(refusal)) => vec![Effect::Refuse(refusal.clone())],
            Told::Again(false) => {
                self.pin_hash = None;
                vec![Effect::Refuse(Refusal::PinDiffers {})]
            }
            Told::Again(true) => self.asked().map(post).into_iter().collect(),
            Told::Pin { .. } | Told::NoKey => Vec::new(),
        }
    }

    fn asked(&self) -> Option<FirstUser> {
        Some(FirstUser {
            badge: self.badge.clone()?,
            name: self.name.clone()?,
            pin_hash: self.pin_hash.clone()?,
        })
    }

    /// Returns the administrator at a site, once everything is known.
    pub(super) fn user(&self, site: &SiteCode) -> Option<User> {
        Some(self.asked()?.user(site.clone()))
    }
}
