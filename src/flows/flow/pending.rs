//! A post that a rule refused as dangerous, kept until the operator confirms it or goes another way.

use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Role, User};
use crate::flows::event::Post;
use crate::flows::scanned::Scanned;
use crate::operations::answer::Answer;
use serde::{Deserialize, Serialize};

/// A dangerous refusal that waits for a confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The post as it was refused.
    pub(super) post: Post,
    /// Why.
    pub(super) refusal: Refusal,
    /// The key under which it was refused.
    pub(super) key: Key,
    /// The code whose scan led to the post; the same code again confirms.
    pub(super) code: String,
}

impl Pending {
    /// Returns what the job learns when the operator goes another way.
    pub(super) fn into_answer(self) -> Answer {
        Answer::refused(self.key, self.refusal)
    }

    /// Returns the same post, confirmed by the operator.
    ///
    /// # Errors
    /// If only a supervisor may accept it and the operator is not one.
    pub(super) fn confirmed(&self, operator: &User) -> Result<Post, Refusal> {
        if self.refusal.needs_supervisor() {
            return if operator.has(Role::Supervisor) {
                Ok(self.approved(operator))
            } else {
                let (need, badge) = ("supervisor".into(), operator.badge.to_string());
                Err(Refusal::RoleNeeded { need, badge })
            };
        }
        let reason = self.post.reason.clone();
        let reason = reason.or_else(|| Some(format!("confirmed {}", self.refusal.code())));
        Ok(Post {
            reason,
            ..self.post.clone()
        })
    }

    /// Returns the post to send again if this read confirms it: the same code, or a supervisor's badge; `None` for any
    /// other read.
    ///
    /// # Errors
    /// If a supervisor's badge was typed, since anybody can type it, or if the operator may not confirm the post.
    pub(super) fn meets(&self, scanned: &Scanned, operator: &User) -> Result<Option<Post>, Refusal> {
        if let Some(user) = scanned.badge().filter(|user| user.has(Role::Supervisor)) {
            if scanned.typed && user.badge != operator.badge {
                let (what, found) = ("supervisor's badge".into(), user.badge.to_string());
                return Err(Refusal::ScanNeeded { what, found });
            }
            return Ok(Some(self.approved(user)));
        }
        let same = !self.code.is_empty() && scanned.text == self.code;
        if same {
            self.confirmed(operator).map(Some)
        } else {
            Ok(None)
        }
    }

    fn approved(&self, by: &User) -> Post {
        let reason = self.post.reason.clone();
        let reason = reason.or_else(|| Some(format!("approved {}", self.refusal.code())));
        Post {
            reason,
            approved_by: Some(by.badge.clone()),
            ..self.post.clone()
        }
    }
}
