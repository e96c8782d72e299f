//! Replacing the PIN, or its hash, of a badge whose PIN was proved.

use super::step::Step;
use super::{State, Told};
use crate::flows::event::Effect;
use crate::flows::goods::{info, post, warn};
use crate::flows::machine::Machine;
use crate::operations::request::SetPin;

impl State {
    /// Goes on after the PIN of the badge was proved: asks for another one if it is too weak.
    pub(super) fn proved(&mut self, told: &Told) -> Vec<Effect> {
        let Told::Pin { weak, renewed, .. } = told else {
            return Vec::new();
        };
        if let Some(weak) = weak {
            let renewed = renewed.clone();
            self.step = Step::Renew { renewed };
            return vec![warn("NEW PIN", weak.to_string())];
        }
        match renewed.clone() {
            Some(hash) => self.keep(hash),
            None => self.sign_in(),
        }
    }

    /// Signs in with the weak PIN this time.
    pub(super) fn later(&mut self) -> Vec<Effect> {
        let Step::Renew { renewed } = &mut self.step else {
            return vec![info(self.prompt())];
        };
        if let Some(hash) = renewed.take() {
            return self.keep(hash);
        }
        self.step = Step::Badge;
        self.sign_in()
    }

    /// Replaces the hash of the badge whose PIN was proved.
    pub(super) fn keep(&mut self, hash: String) -> Vec<Effect> {
        let Some(user) = &mut self.user else {
            return Vec::new();
        };
        user.pin_hash = Some(hash.clone());
        let badge = user.badge.clone();
        self.step = Step::Kept;
        vec![post(SetPin {
            badge,
            pin_hash: hash,
            proved: Some(true),
        })]
    }
}
